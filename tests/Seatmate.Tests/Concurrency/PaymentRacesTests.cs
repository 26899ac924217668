namespace Seatmate.Tests.Concurrency;

/// <summary>Payments that two servers settle and confirm in batches, while their orders are called off and
/// lapse.</summary>
public sealed class PaymentRacesTests : TwoServers
{
    [Fact]
    public async Task Every_payment_is_used_or_goes_back_and_nobody_waits_in_a_circle()
    {
        var evenings = await Task.WhenAll(
            Enumerable.Range(0, 3).Select(_ => Evening.New(First, price: 10, perPerson: 50))
        );
        var buyers = await Cast.Crowd(4, First);
        var bookings = await Task.WhenAll(
            Enumerable.Range(0, 60).Select(number => buyers[number % 4].Book(evenings[number % 3]))
        );
        bookings.ShouldAllBe(booking => booking.Status == 201);
        await First.PassDeadline([.. bookings.Where((_, number) => number % 10 == 9)]);

        await Race.AtOnce(
            12,
            async part =>
            {
                foreach (var number in Enumerable.Range(part * 5, 5))
                {
                    (await At(number).Deliver(bookings[number], "captured")).ShouldBe(200);
                    if (number % 5 == 1)
                        await buyers[number % 4].Cancel(evenings[number % 3], bookings[number]);
                }
                await At(part).Sweep();
                return part;
            }
        );
        await First.ShouldComeToRest();

        (await First.Ask<long>("SELECT sum(attempts) FROM platform.deliveries")).ShouldBe(0);
        await First.ShouldBeSound();
        First.Errors.Lines.ShouldBeEmpty();
        Second.Errors.Lines.ShouldBeEmpty();
    }
}
