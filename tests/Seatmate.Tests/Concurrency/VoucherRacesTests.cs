namespace Seatmate.Tests.Concurrency;

/// <summary>A crowd at two servers wants all uses of a voucher, and one more. Whoever gets one has an order and a
/// ticket of their own. The race is run a second time without the check, and must go wrong there.</summary>
public sealed class VoucherRacesTests(TwoServers two) : IClassFixture<TwoServers>
{
    private const string Guard = "stocks_taken_within_capacity";
    private const string GuardOff = $"ALTER TABLE ticketing.stocks DROP CONSTRAINT {Guard}";
    private const int Uses = 10;

    [Fact]
    public async Task As_many_people_as_it_has_uses_have_an_order_and_a_ticket_each()
    {
        var (evening, crowd, holds) = await Use(two, people: Uses);

        var orders = await Race.AtOnce(Uses, number => crowd[number].Order(holds[number].ShouldBe(201)));

        orders.Select(order => order.ShouldBe(201).Id).Distinct().Count().ShouldBe(Uses);
        orders.SelectMany(order => order.TicketNumbers()).Distinct().Count().ShouldBe(Uses);
        (await evening.TicketsSold()).ShouldBe(Uses);
        await two.First.ShouldBeSound();
    }

    [Fact]
    public async Task Of_one_person_more_exactly_one_is_refused()
    {
        var (evening, _, holds) = await Use(two, people: Uses + 1);

        holds.Count(hold => hold.Status == 201).ShouldBe(Uses);
        holds.Single(hold => hold.Status != 201).ShouldFail(409, "voucher-used-up");
        (await evening.PlacesTaken()).ShouldBe(Uses);
        await two.First.ShouldBeSound();
    }

    [Fact]
    public async Task Without_the_check_nobody_is_refused()
    {
        await using var broken = await TwoServers.Without(GuardOff);

        await Eventually.ShouldBeTrue(
            async () => (await Use(broken, people: Uses + 1)).Holds.All(hold => hold.Status == 201),
            "both servers gave what they saw as left",
            within: TimeSpan.FromSeconds(60)
        );

        Control.FailedAsExpected(Guard, $"{Uses + 1} people used a voucher of {Uses} uses");
    }

    /// <summary>Both servers decide about their half of the crowd before either has written.</summary>
    private static async Task<(Evening Evening, Person[] Crowd, Answer[] Holds)> Use(
        TwoServers two,
        int people
    )
    {
        var evening = await Evening.New(two.First, price: 10);
        await evening.HasVoucher("RARE", Uses, percentOff: 100);
        Person[] crowd =
        [
            .. (await Cast.Crowd(people, two.First)).Select((person, number) => person.At(two.At(number))),
        ];
        var holds = await Race.AtOnceInLanes(
            two.First,
            "ticketing.stocks",
            2,
            people,
            number => crowd[number].Hold(evening, voucher: "RARE")
        );
        return (evening, crowd, holds);
    }
}
