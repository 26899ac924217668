namespace Seatmate.Tests.Ticketing.Orders;

/// <summary>What becomes of a hold and of a booking when the event has another currency since.</summary>
public sealed class FormerCurrencyTests(UnsweptServer unswept) : IClassFixture<UnsweptServer>
{
    [Fact]
    public async Task A_hold_that_comes_too_late_is_asked_and_then_paid_in_the_new_one()
    {
        var server = unswept.Server;
        var evening = await Evening.New(server, price: 10);
        var ben = await Cast.Ben(server);
        var hold = (await ben.Hold(evening)).ShouldBe(201);
        await Lapse(evening, hold);

        (await ben.Order(hold)).ShouldFail(409, "price-changed");
        var order = (await ben.Order(hold)).ShouldBe(201);

        order.Text("currency").ShouldBe("CHF");
        await ben.Pay(evening, order);
        await server.ShouldBeSound();
    }

    [Fact]
    public async Task A_booking_that_was_revived_in_the_former_one_is_not_changed()
    {
        var server = unswept.Server;
        var evening = await Evening.New(server, price: 10);
        var ben = await Cast.Ben(server);
        var booking = (await ben.Book(evening, 2)).ShouldBe(201);
        await Lapse(evening, booking);
        (await server.Deliver(booking, "captured")).ShouldBe(200);
        await ben.Sees(evening, booking, "confirmed");

        (await ben.Change(evening, booking, new { total_tickets = 1 })).ShouldFail(
            409,
            "booking-not-changeable"
        );
        await server.ShouldBeSound();
    }

    private static async Task Lapse(Evening evening, Answer order)
    {
        await evening.Server.PassDeadline(order);
        await evening.Server.Sweep();
        (await evening.Organiser.Patch($"/events/{evening.Id}", new { currency = "CHF" })).ShouldBe(200);
    }
}
