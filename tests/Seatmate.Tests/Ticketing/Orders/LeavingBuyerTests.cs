namespace Seatmate.Tests.Ticketing.Orders;

public sealed class LeavingBuyerTests
{
    [Fact]
    public async Task Free_and_unpaid_bookings_go_and_paid_ones_stay_without_the_person()
    {
        var evening = await Evening.Of(await Cast.Ada(), sections: [("Best", 30, 9), ("Free", 0, 9)]);
        var ben = await Cast.Ben();
        var paid = await ben.Buy(evening, 1, "Best");
        var free = (await ben.Book(evening, 2, "Free")).ShouldBe(201);
        var unpaid = (await ben.Book(evening, 1, "Best")).ShouldBe(201);

        (await ben.Delete($"/user/{ben.Id}")).ShouldBe(200);

        (await evening.Organiser.Look(evening, free)).ShouldFail(404, "not-found");
        (await evening.Organiser.Look(evening, unpaid)).ShouldFail(404, "not-found");
        var kept = (await evening.Organiser.Look(evening, paid)).ShouldBe(200);
        kept.Text("status").ShouldBe("confirmed");
        kept["user"].ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        kept.Body.ShouldNotContain(ben.Name);
        (await evening.Server.Kept(paid)).ShouldBe(3000);
        (await evening.PlacesTaken()).ShouldBe(1);
        await evening.Server.ShouldBeSound();
    }

    [Fact]
    public async Task An_invoice_stays_without_the_name()
    {
        var evening = await Evening.New(price: 30);
        var ben = await Cast.Ben();
        var booking = await ben.Buy(evening);
        (await ben.Cancel(evening, booking)).ShouldBe(200);

        (await ben.Delete($"/user/{ben.Id}")).ShouldBe(200);

        var invoices = (await evening.Organiser.Get($"{evening.Bookings}/{booking.Id}/invoice")).ShouldBe(
            200
        );
        invoices.Rows.Select(i => i.GetProperty("total").GetDecimal()).ShouldBe([-30, 30]);
        invoices
            .Rows.Select(i => i.GetProperty("bill_to").GetString())
            .ShouldAllBe(name => name == "A person who left Seatmate");
    }

    [Fact]
    public async Task Their_paid_order_is_refunded_when_the_event_is_called_off()
    {
        var evening = await Evening.New(price: 30);
        var ben = await Cast.Ben();
        var booking = await ben.Buy(evening);
        (await ben.Delete($"/user/{ben.Id}")).ShouldBe(200);

        (await evening.Organiser.Delete($"/events/{evening.Id}")).ShouldBe(200);

        await Eventually.ShouldBeTrue(
            async () => await evening.Server.Kept(booking) == 0,
            "the money has gone back"
        );
        await evening.Server.ShouldBeSound();
    }

    [Fact]
    public async Task What_is_booked_for_them_while_they_leave_is_not_left_to_nobody()
    {
        var ada = await Cast.Ada();
        var (first, other) = (await Evening.Of(ada, price: 10), await Evening.Of(ada));
        var ben = await Cast.Ben();
        (await ben.Book(other)).ShouldBe(201);
        (await ben.Book(first)).ShouldBe(201);
        await using var sale = await OpenTransaction.Begin(
            first.Server,
            "SELECT FROM ticketing.stocks WHERE event_id = $1 AND kind = 'section' FOR UPDATE",
            first.Id
        );

        var leaving = ben.Delete($"/user/{ben.Id}");
        await sale.ShouldBeAwaited();
        (await ben.Book(other)).ShouldBe(201);
        await sale.Commit();

        (await leaving).ShouldFail(503, "busy");
        (await ben.Delete($"/user/{ben.Id}")).ShouldBe(200);
        (await first.PlacesTaken() + await other.PlacesTaken()).ShouldBe(0);
        await first.Server.ShouldBeSound();
    }

    [Fact]
    public async Task Their_stocks_are_locked_in_the_order_of_their_ids()
    {
        var ada = await Cast.Ada();
        var earlier = await Evening.Of(ada, price: 10);
        var ben = await Cast.Ben();
        await ben.Buy(earlier);
        var later = await Evening.Of(ada);
        (await ben.Book(later)).ShouldBe(201);
        await using var sweeper = await OpenTransaction.Begin(
            earlier.Server,
            "SELECT FROM ticketing.stocks WHERE event_id = $1 AND kind = 'person' FOR UPDATE",
            earlier.Id
        );

        var leaving = ben.Delete($"/user/{ben.Id}");
        await sweeper.ShouldBeAwaited();
        await sweeper.Execute(
            "SELECT FROM ticketing.stocks WHERE event_id = $1 AND kind = 'section' FOR UPDATE NOWAIT",
            later.Id
        );
        await sweeper.Commit();

        (await leaving).ShouldBe(200);
        await earlier.Server.ShouldBeSound();
    }

    [Fact]
    public async Task A_paid_booking_that_became_free_goes_as_its_money_did()
    {
        var evening = await Evening.Of(await Cast.Ada(), sections: [("Best", 30, 9), ("Free", 0, 9)]);
        var ben = await Cast.Ben();
        var booking = await ben.Buy(evening, 1, "Best");
        (await ben.Change(evening, booking, new { seat_section = "Free" })).ShouldBe(200);

        (await ben.Delete($"/user/{ben.Id}")).ShouldBe(200);

        var kept = (await evening.Organiser.Look(evening, booking)).ShouldBe(200);
        kept.Text("status").ShouldBe("refunded");
        kept.TicketStatuses().ShouldBe(["cancelled"]);
        (await evening.Server.Kept(booking)).ShouldBe(0);
        (await evening.PlacesTaken()).ShouldBe(0);
        await evening.Server.ShouldBeSound();
    }
}
