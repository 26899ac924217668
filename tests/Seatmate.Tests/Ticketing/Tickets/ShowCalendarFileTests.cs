namespace Seatmate.Tests.Ticketing.Tickets;

public sealed class ShowCalendarFileTests
{
    [Fact]
    public async Task A_confirmed_booking_is_an_entry_with_what_when_and_where()
    {
        var evening = await Evening.New();
        var ben = await Cast.Ben();
        var booking = (await ben.Book(evening, 2)).ShouldBe(201);

        var file = (await Calendar(ben, evening, booking)).ShouldBe(200);

        file.ContentType.ShouldBe("text/calendar; charset=utf-8");
        foreach (
            var line in new[]
            {
                $"UID:{booking.Text("booking_id")}@localhost",
                "DTSTART:20310501T180000Z",
                "SUMMARY:An evening of songs",
                "DESCRIPTION:2 × Floor",
            }
        )
            file.Body.ShouldContain($"{line}\r\n");
    }

    [Theory]
    [InlineData("Soirée à Zürich")]
    [InlineData("東京の夜")]
    public async Task Of_an_event_that_is_named_in_any_script_there_is_one(string title)
    {
        var concert = await (await Cast.Ada()).List(new { title, ticket_price = 0 });
        var ben = await Cast.Ben();
        var booking = (await ben.Post($"/events/{concert.Id}/attending", new { })).ShouldBe(201);

        var file = (await ben.Get($"/events/{concert.Id}/attending/{booking.Id}/calendar.ics")).ShouldBe(200);

        file.Body.ShouldContain($"SUMMARY:{title}\r\n");
    }

    [Fact]
    public async Task It_says_when_the_event_is_now()
    {
        var evening = await Evening.New();
        var ben = await Cast.Ben();
        var booking = (await ben.Book(evening)).ShouldBe(201);
        (
            await evening.Organiser.Patch($"/events/{evening.Id}", new { date = "2031-06-01T18:00:00Z" })
        ).ShouldBe(200);

        (await Calendar(ben, evening, booking)).ShouldBe(200).Body.ShouldContain("DTSTART:20310601T180000Z");
    }

    [Fact]
    public async Task One_that_is_unpaid_or_over_has_none()
    {
        var evening = await Evening.New(price: 10);
        var ben = await Cast.Ben();
        var booking = (await ben.Book(evening)).ShouldBe(201);
        (await Calendar(ben, evening, booking)).ShouldFail(409, "not-confirmed");
        await ben.Pay(evening, booking);
        (await Calendar(ben, evening, booking)).ShouldBe(200);

        (await ben.Cancel(evening, booking)).ShouldBe(200);

        (await Calendar(ben, evening, booking)).ShouldFail(409, "not-confirmed");
    }

    [Fact]
    public async Task It_names_neither_a_ticket_nor_a_guests_token()
    {
        var evening = await Evening.New();
        var (gil, order) = await Guest.Orders(evening);

        var file = (await Calendar(gil, evening, order)).ShouldBe(200);

        file.Body.ShouldNotContain(gil.Shows.Value);
        file.Body.ShouldNotContain(order.TicketNumbers()[0]);
    }

    private static Task<Answer> Calendar(Client who, Evening evening, Answer booking) =>
        who.Get($"{evening.Bookings}/{booking.Id}/calendar.ics");
}
