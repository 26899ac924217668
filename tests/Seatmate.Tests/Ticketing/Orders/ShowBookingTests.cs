namespace Seatmate.Tests.Ticketing.Orders;

public sealed class ShowBookingTests
{
    [Fact]
    public async Task The_buyer_the_organiser_and_an_admin_see_a_booking()
    {
        var evening = await Evening.New();
        var ben = await Cast.Ben();
        var booking = (await ben.Book(evening)).ShouldBe(201);

        foreach (var who in new[] { ben, evening.Organiser, await Cast.Admin() })
            (await who.Look(evening, booking)).ShouldBe(200).Id.ShouldBe(booking.Id);
    }

    [Fact]
    public async Task A_stranger_finds_no_booking()
    {
        var evening = await Evening.New();
        var booking = (await (await Cast.Ben()).Book(evening)).ShouldBe(201);
        var cleo = await Cast.Cleo();

        (await cleo.Look(evening, booking)).ShouldFail(
            404,
            "not-found",
            $"Booking with id {booking.Id} not found"
        );
        (await cleo.Get($"/bookings/{booking.Text("booking_id")}")).ShouldFail(404, "not-found");
    }

    [Fact]
    public async Task A_booking_is_found_under_its_own_event_only()
    {
        var ada = await Cast.Ada();
        var (evening, other) = (await Evening.Of(ada), await Evening.Of(ada));
        var booking = (await ada.Book(evening)).ShouldBe(201);

        (await ada.Look(other, booking)).ShouldFail(404, "not-found");
        (await ada.Get($"/events/999999999/attending/{booking.Id}")).ShouldFail(
            404,
            "not-found",
            "Event with id 999999999 not found"
        );
    }

    [Fact]
    public async Task By_its_uuid_a_booking_is_shown_to_its_buyer_only()
    {
        var evening = await Evening.New();
        var ben = await Cast.Ben();
        var booking = (await ben.Book(evening)).ShouldBe(201);
        var path = $"/bookings/{booking.Text("booking_id")}";

        (await ben.Get(path)).ShouldBe(200).Id.ShouldBe(booking.Id);
        foreach (var who in new[] { evening.Organiser, await Cast.Admin() })
            (await who.Get(path)).ShouldFail(
                404,
                "not-found",
                $"Booking {booking.Text("booking_id")} not found"
            );
        (await ben.Get($"/bookings/{Guid.NewGuid()}")).ShouldFail(404, "not-found");
        (await ben.Get("/bookings/nonsense")).Status.ShouldBeInRange(400, 404);
    }

    [Fact]
    public async Task Of_an_event_that_was_called_off_the_buyer_still_has_the_booking()
    {
        var evening = await Evening.New();
        var ben = await Cast.Ben();
        var booking = (await ben.Book(evening)).ShouldBe(201);
        (await evening.Organiser.Delete($"/events/{evening.Id}")).ShouldBe(200);

        (await ben.Sees(evening, booking, "cancelled")).TicketStatuses().ShouldBe(["cancelled"]);
    }

    [Fact]
    public async Task Whose_booking_it_is_keeps_it_while_the_event_is_a_draft_again()
    {
        var evening = await Evening.New(price: 10);
        var ben = await Cast.Ben();
        var booking = await ben.Buy(evening, 2);
        (await evening.Organiser.Patch($"/events/{evening.Id}", new { status = "draft" })).ShouldBe(200);

        (await ben.Look(evening, booking)).ShouldBe(200).Id.ShouldBe(booking.Id);
        (await (await Cast.Cleo()).Look(evening, booking)).ShouldFail(404, "not-found");
        (await ben.Change(evening, booking, new { total_tickets = 1 })).ShouldFail(409, "not-on-sale");
        (await ben.Cancel(evening, booking)).ShouldBe(200);
        (await evening.Server.Kept(booking)).ShouldBe(0);
    }
}
