namespace Seatmate.Tests.Ticketing.Orders;

public sealed class CancelBookingTests
{
    [Fact]
    public async Task A_free_booking_is_gone_and_its_places_are_free_again()
    {
        var evening = await Evening.New(places: 2);
        var ben = await Cast.Ben();
        var booking = (await ben.Book(evening, 2)).ShouldBe(201);

        (await ben.Cancel(evening, booking))
            .ShouldBe(200)
            .Text("message")
            .ShouldBe("Booking cancelled successfully");

        (await ben.Look(evening, booking)).ShouldFail(404, "not-found");
        (await ben.Cancel(evening, booking)).ShouldFail(404, "not-found");
        (await (await Cast.Eve()).Book(evening, 2)).ShouldBe(201);
        await evening.Server.ShouldBeSound();
    }

    [Fact]
    public async Task An_unpaid_booking_is_gone_and_can_no_longer_be_paid()
    {
        var evening = await Evening.New(price: 10);
        var ben = await Cast.Ben();
        var booking = (await ben.Book(evening)).ShouldBe(201);

        (await ben.Cancel(evening, booking)).ShouldBe(200);

        (await ben.Look(evening, booking)).ShouldFail(404, "not-found");
        (await ben.Choose(booking, "pay")).ShouldFail(409, "payment-over");
        (await evening.PlacesTaken()).ShouldBe(0);
    }

    [Fact]
    public async Task A_paid_booking_is_paid_back_and_its_invoice_credited()
    {
        var evening = await Evening.New(price: 10);
        var ben = await Cast.Ben();
        var booking = await ben.Buy(evening, 2);

        (await ben.Cancel(evening, booking)).ShouldBe(200);

        var seen = (await ben.Look(evening, booking)).ShouldBe(200);
        seen.Text("status").ShouldBe("refunded");
        seen.TicketStatuses().ShouldBe(["cancelled", "cancelled"]);
        seen["invoice_id"].ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        (await evening.Server.Kept(booking)).ShouldBe(0);
        var invoices = (await ben.Get($"{evening.Bookings}/{booking.Id}/invoice")).ShouldBe(200).Rows;
        invoices.Select(i => i.GetProperty("total").GetDecimal()).ShouldBe([-20, 20]);
        (await ben.Cancel(evening, booking)).ShouldFail(
            409,
            "booking-over",
            "This booking is no longer standing"
        );
        await evening.Server.ShouldBeSound();
    }

    [Theory]
    [InlineData(true, "Cancelled by an admin")]
    [InlineData(false, "Cancelled by its buyer")]
    public async Task The_credit_note_says_who_cancelled(bool byAdmin, string reason)
    {
        var evening = await Evening.New(price: 10);
        var ben = await Cast.Ben();
        var booking = await ben.Buy(evening);

        (await (byAdmin ? await Cast.Admin() : ben).Cancel(evening, booking)).ShouldBe(200);

        (await ben.Get($"{evening.Bookings}/{booking.Id}/invoice"))
            .ShouldBe(200)
            .Rows.Select(row => row.GetProperty("reason").GetString())
            .ShouldContain(reason);
    }

    [Fact]
    public async Task Only_the_buyer_and_admins_cancel()
    {
        var evening = await Evening.New();
        var ben = await Cast.Ben();
        var booking = (await ben.Book(evening)).ShouldBe(201);

        (await (await Cast.Cleo()).Cancel(evening, booking)).ShouldFail(404, "not-found");
        (await evening.Organiser.Cancel(evening, booking)).ShouldFail(
            403,
            "forbidden",
            "You can only cancel your own booking"
        );
        (await ben.Look(evening, booking)).ShouldBe(200);

        (await (await Cast.Admin()).Cancel(evening, booking)).ShouldBe(200);
    }

    [Fact]
    public async Task Once_the_event_has_begun_only_an_admin_cancels()
    {
        var evening = await Evening.New(price: 10);
        var ben = await Cast.Ben();
        var booking = await ben.Buy(evening);
        await evening.Server.Execute(
            "UPDATE events.events SET starts_at = now() - interval '1 minute' WHERE id = $1",
            evening.Id
        );

        (await ben.Cancel(evening, booking)).ShouldFail(
            409,
            "event-over",
            "This event has begun; its bookings can no longer be cancelled or made smaller"
        );

        (await (await Cast.Admin()).Cancel(evening, booking)).ShouldBe(200);
        (await evening.Server.Kept(booking)).ShouldBe(0);
    }

    [Fact]
    public async Task A_booking_of_another_event_is_not_found()
    {
        var ben = await Cast.Ben();
        var (evening, other) = (await Evening.New(), await Evening.New());
        var booking = (await ben.Book(evening)).ShouldBe(201);

        (await ben.Cancel(other, booking)).ShouldFail(404, "not-found");
        (await ben.Look(evening, booking)).ShouldBe(200);
    }

    [Fact]
    public async Task Cancelled_eight_times_at_once_it_is_paid_back_once()
    {
        var evening = await Evening.New(price: 10);
        var ben = await Cast.Ben();
        var booking = await ben.Buy(evening, 3);

        var answers = await Race.AtOnceBefore(
            evening.Server,
            "ticketing.tickets",
            1,
            8,
            _ => ben.Cancel(evening, booking)
        );

        answers.Count(answer => answer.Status == 200).ShouldBe(1);
        foreach (var answer in answers.Where(answer => answer.Status != 200))
            answer.ShouldFail(409, "booking-over");
        (await RefundsOf(evening, booking)).ShouldBe(1);
        (await evening.Server.Kept(booking)).ShouldBe(0);
        await evening.Server.ShouldBeSound();
    }

    [Fact]
    public async Task Changed_and_cancelled_at_once_it_ends_paid_back()
    {
        for (var round = 0; round < 5; round++)
        {
            var evening = await Evening.New(price: 10);
            var ben = await Cast.Ben();
            var booking = await ben.Buy(evening, 3);

            var answers = await Race.AtOnce(
                2,
                number =>
                    number == 0
                        ? ben.Cancel(evening, booking)
                        : ben.Change(evening, booking, new { total_tickets = 1 })
            );

            answers[0].ShouldBe(200);
            answers[1].Status.ShouldBeOneOf(200, 404, 409);
            (await evening.Server.Kept(booking)).ShouldBe(0);
        }
        await TestServer.Shared.ShouldBeSound();
    }

    private static Task<long> RefundsOf(Evening evening, Answer booking) =>
        evening.Server.Ask<long>(
            "SELECT count(*) FROM payments.postings WHERE order_id = $1 AND cause = 'refund' AND account = 'provider'",
            booking.Id
        );
}
