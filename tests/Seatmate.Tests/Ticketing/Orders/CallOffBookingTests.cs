namespace Seatmate.Tests.Ticketing.Orders;

public sealed class CallOffBookingTests
{
    private static readonly object Why = new { reason = "They rang and asked for it." };

    [Fact]
    public async Task The_team_calls_a_booking_off_and_the_money_goes_back()
    {
        var evening = await Evening.New(price: 10);
        var ben = await Cast.Ben();
        var booking = await ben.Buy(evening, 2);

        var seen = (
            await evening.Organiser.Post($"{evening.Bookings}/{booking.Id}/cancellation", Why)
        ).ShouldBe(200);

        seen.Text("status").ShouldBe("refunded");
        seen.TicketStatuses().ShouldBe(["cancelled", "cancelled"]);
        (await evening.Server.Kept(booking)).ShouldBe(0);
        (await evening.PlacesTaken()).ShouldBe(0);
        (await evening.Organiser.Post($"{evening.Bookings}/{booking.Id}/cancellation", Why)).ShouldFail(
            409,
            "booking-over"
        );
        await evening.Server.ShouldBeSound();
    }

    [Fact]
    public async Task Without_a_reason_nothing_is_called_off()
    {
        var evening = await Evening.New();
        var booking = (await (await Cast.Ben()).Book(evening)).ShouldBe(201);

        (
            await evening.Organiser.Post($"{evening.Bookings}/{booking.Id}/cancellation", new { })
        ).ShouldBeInvalid("reason");
        (
            await evening.Organiser.Post(
                $"{evening.Bookings}/{booking.Id}/cancellation",
                new { reason = " " }
            )
        ).ShouldBeInvalid("reason");
    }

    [Fact]
    public async Task Neither_the_buyer_nor_a_stranger_nor_the_door_does_it_so()
    {
        var evening = await Evening.New();
        var (ben, cleo, dov) = (await Cast.Ben(), await Cast.Cleo(), await Cast.Dov());
        var booking = (await ben.Book(evening)).ShouldBe(201);
        var team = (await evening.Organiser.Get("/organisers")).Rows[0].GetProperty("id").GetInt64();
        await evening.Server.TakeIn(team, dov, "door");
        var address = $"{evening.Bookings}/{booking.Id}/cancellation";

        (await ben.Post(address, Why)).ShouldFail(404, "not-found");
        (await cleo.Post(address, Why)).ShouldFail(404, "not-found");
        (await dov.Post(address, Why)).ShouldFail(403, "forbidden");
        (await (await Cast.Admin()).Post(address, Why)).ShouldBe(200);
    }

    [Fact]
    public async Task Called_off_eight_times_at_once_it_is_paid_back_once()
    {
        var evening = await Evening.New(price: 10);
        var booking = await (await Cast.Ben()).Buy(evening, 3);

        var answers = await Race.AtOnce(
            8,
            _ => evening.Organiser.Post($"{evening.Bookings}/{booking.Id}/cancellation", Why)
        );

        answers.Count(answer => answer.Status == 200).ShouldBe(1);
        (await evening.Server.RefundedOf(booking)).ShouldBe(3000);
        await evening.Server.ShouldBeSound();
    }
}
