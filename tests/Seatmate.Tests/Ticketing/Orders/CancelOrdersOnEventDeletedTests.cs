namespace Seatmate.Tests.Ticketing.Orders;

public sealed class CancelOrdersOnEventDeletedTests
{
    [Fact]
    public async Task Everybody_gets_their_money_back_and_every_invoice_is_credited()
    {
        var evening = await Evening.Of(
            await Cast.Ada(),
            sections: [("Best", 30, 100), ("Free", 0, 100), ("Last", 10, 100)]
        );
        var (ben, eve, finn) = (await Cast.Ben(), await Cast.Eve(), await Cast.Finn());
        var paid = await ben.Buy(evening, 2, "Best");
        var free = (await eve.Book(evening, 3, "Free")).ShouldBe(201);
        var unpaid = (await finn.Book(evening, 1, "Last")).ShouldBe(201);

        (await evening.Organiser.Delete($"/events/{evening.Id}")).ShouldBe(200);

        (await ben.Sees(evening, paid, "refunded")).TicketStatuses().ShouldBe(["cancelled", "cancelled"]);
        await eve.Sees(evening, free, "cancelled");
        await finn.Sees(evening, unpaid, "cancelled");
        (await evening.Server.Kept(paid)).ShouldBe(0);
        (await evening.PlacesTaken()).ShouldBe(0);
        (await finn.Choose(unpaid, "pay")).ShouldFail(409, "payment-over");
        var invoices = (await ben.Get($"{evening.Bookings}/{paid.Id}/invoice")).ShouldBe(200).Rows;
        invoices.Select(i => i.GetProperty("total").GetDecimal()).ShouldBe([-60, 60]);
        await evening.Server.ShouldBeSound();
    }

    [Fact]
    public async Task Of_more_bookings_than_one_transaction_cancels_none_is_left()
    {
        var evening = await Evening.New(perPerson: 250);
        var ben = await Cast.Ben();
        await Race.AtOnce(250, async _ => (await ben.Book(evening)).ShouldBe(201));

        (await evening.Organiser.Delete($"/events/{evening.Id}")).ShouldBe(200);

        await Eventually.ShouldBeTrue(
            async () => await evening.TicketsSold() == 0 && await evening.PlacesTaken() == 0,
            "every booking is called off"
        );
        await evening.Server.ShouldBeSound();
    }

    [Fact]
    public async Task While_people_cancel_and_change_at_the_same_moment_nobody_waits_in_a_circle()
    {
        await using var server = await TestServer.StartAsync();
        var evening = await Evening.New(server, price: 10);
        var crowd = await Cast.Crowd(40, server);
        var bookings = await Race.AtOnce(40, number => crowd[number].Buy(evening, 2));

        var answers = await Race.AtOnce(
            41,
            number =>
                number switch
                {
                    20 => evening.Organiser.Delete($"/events/{evening.Id}"),
                    40 => crowd[0].Cancel(evening, bookings[0]),
                    var even when even % 2 == 0 => crowd[number].Cancel(evening, bookings[number]),
                    _ => crowd[number].Change(evening, bookings[number], new { total_tickets = 1 }),
                }
        );

        answers.ShouldAllBe(answer => answer.Status < 500);
        await server.ShouldComeToRest();
        (await server.Ask<long>("SELECT coalesce(sum(attempts), 0) FROM platform.deliveries")).ShouldBe(0);
        foreach (var booking in bookings)
            (await server.Kept(booking)).ShouldBe(0);
        (await evening.PlacesTaken()).ShouldBe(0);
        await server.ShouldBeSound();
    }

    [Fact]
    public async Task Money_that_arrives_for_an_event_that_was_called_off_goes_back()
    {
        var evening = await Evening.New(price: 10);
        var ben = await Cast.Ben();
        var booking = (await ben.Book(evening)).ShouldBe(201);
        await evening.Server.PassDeadline(booking);
        await evening.Server.Sweep();
        (await evening.Organiser.Delete($"/events/{evening.Id}")).ShouldBe(200);

        (await evening.Server.Deliver(booking, "captured")).ShouldBe(200);

        await Eventually.ShouldBeTrue(
            async () => await evening.Server.RefundedOf(booking) == 1000,
            "the late payment has gone back"
        );
        await ben.Sees(evening, booking, "expired");
        (await evening.TicketsSold()).ShouldBe(0);
        await evening.Server.ShouldBeSound();
    }
}
