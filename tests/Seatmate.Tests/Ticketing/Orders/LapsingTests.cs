namespace Seatmate.Tests.Ticketing.Orders;

/// <summary>What is not paid in time. The sweeper is off, so that each test decides who meets what has
/// lapsed.</summary>
public sealed class LapsingTests(UnsweptServer unswept) : IClassFixture<UnsweptServer>
{
    private TestServer Server => unswept.Server;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_lapsed_booking_tells_its_buyer_so_before_and_after_the_sweeper(bool swept)
    {
        var evening = await Evening.New(Server, price: 10);
        var ben = await Cast.Ben(Server);
        var booking = (await ben.Book(evening)).ShouldBe(201);
        await Server.PassDeadline(booking);
        if (swept)
            await Server.Sweep();

        (await ben.Look(evening, booking)).ShouldFail(
            410,
            "booking-expired",
            "This booking was not paid in time; its places are free again"
        );
        var seen = await ben.Sees(evening, booking, "expired");
        seen["pay_url"].ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        (await (await Cast.Cleo(Server)).Look(evening, booking)).ShouldFail(404, "not-found");
        (await ben.Cancel(evening, booking)).ShouldFail(410, "booking-expired");
        (await ben.Change(evening, booking, new { total_tickets = 2 })).ShouldFail(410, "booking-expired");
        (await ben.Choose(booking, "pay")).ShouldFail(410, "payment-expired", "The time to pay is over");
        (await ben.Get($"/sandbox/payments/{booking.Reference()}")).Text("state").ShouldBe("expired");
        await Server.ShouldBeSound();
    }

    [Fact]
    public async Task Whoever_needs_the_places_takes_them()
    {
        var evening = await Evening.New(Server, price: 10, places: 2);
        var ben = await Cast.Ben(Server);
        var late = (await ben.Book(evening, 2)).ShouldBe(201);
        var eve = await Cast.Eve(Server);
        (await eve.Book(evening)).ShouldFail(409, "section-sold-out");
        await Server.PassDeadline(late);

        (await eve.Book(evening, 2)).ShouldBe(201);

        (await Status(late)).ShouldBe("expired");
        (await evening.PlacesTaken()).ShouldBe(2);
        await Server.ShouldBeSound();
    }

    [Fact]
    public async Task However_many_lapsed_at_once_all_of_them_end()
    {
        const int holds = 501;
        var evening = await Evening.New(Server, places: holds);
        var held = await Task.WhenAll(Enumerable.Range(0, holds).Select(_ => Server.Anyone.Hold(evening)));
        await Server.PassDeadline([.. held.Select(hold => hold.ShouldBe(201))]);
        var last = held.MaxBy(hold => hold.Id)!;

        (await Server.OrderAsGuest(last, "gil@example.org")).ShouldBe(201);

        (await evening.PlacesTaken()).ShouldBe(1);
        await Server.ShouldBeSound();
    }

    [Fact]
    public async Task What_lapsed_no_longer_counts_against_the_persons_limit()
    {
        var evening = await Evening.Of(await Cast.Ada(Server), sections: [("Left", 10, 9), ("Right", 10, 9)]);
        var ben = await Cast.Ben(Server);
        var late = (await ben.Book(evening, 5, "Left")).ShouldBe(201);
        (await ben.Book(evening, 1, "Right")).ShouldFail(400, "too-many-tickets");
        await Server.PassDeadline(late);

        (await ben.Book(evening, 5, "Right")).ShouldBe(201);

        await Server.ShouldBeSound();
    }

    [Fact]
    public async Task A_change_takes_the_places_of_what_lapsed_too()
    {
        var evening = await Evening.New(Server, price: 10, places: 3);
        var (ben, eve) = (await Cast.Ben(Server), await Cast.Eve(Server));
        var booking = (await ben.Book(evening)).ShouldBe(201);
        await Server.PassDeadline((await eve.Book(evening, 2)).ShouldBe(201));

        (await ben.Change(evening, booking, new { total_tickets = 3 })).ShouldBe(200);

        await Server.ShouldBeSound();
    }

    [Fact]
    public async Task The_sweeper_ends_all_that_lapsed_and_nothing_else()
    {
        var evening = await Evening.New(Server, price: 10);
        var crowd = await Cast.Crowd(10, Server);
        var bookings = await Race.AtOnce(10, number => crowd[number].Book(evening));
        await Server.PassDeadline(bookings[..6]);

        await Task.WhenAll(Server.Sweep(), Server.Sweep());

        (await evening.PlacesTaken()).ShouldBe(4);
        foreach (var (booking, number) in bookings.Select((booking, number) => (booking, number)))
            (await Status(booking)).ShouldBe(number < 6 ? "expired" : "awaiting_payment");
        (
            await Server.Ask<long>(
                "SELECT count(*) FROM platform.facts WHERE kind = 'OrderExpired' AND (body ->> 'event_id')::bigint = $1",
                evening.Id
            )
        ).ShouldBe(6);
        await Server.ShouldBeSound();
    }

    [Fact]
    public async Task An_invoice_that_was_asked_for_early_is_credited()
    {
        var evening = await Evening.New(Server, price: 10);
        var ben = await Cast.Ben(Server);
        var booking = (await ben.Book(evening)).ShouldBe(201);
        (await ben.Post($"{evening.Bookings}/{booking.Id}/invoice")).ShouldBe(201);
        await Server.PassDeadline(booking);

        await Server.Sweep();

        (await ben.Get($"{evening.Bookings}/{booking.Id}/invoice"))
            .ShouldBe(200)
            .Rows.Select(invoice => invoice.GetProperty("total").GetDecimal())
            .ShouldBe([-10, 10]);
        await Server.ShouldBeSound();
    }

    [Fact]
    public async Task What_has_lapsed_gets_no_invoice_before_the_sweeper_comes_either()
    {
        var evening = await Evening.New(Server, price: 10);
        var ben = await Cast.Ben(Server);
        var booking = (await ben.Book(evening)).ShouldBe(201);
        await Server.PassDeadline(booking);

        (await ben.Post($"{evening.Bookings}/{booking.Id}/invoice")).Status.ShouldBe(409);

        (await ben.Get($"{evening.Bookings}/{booking.Id}/invoice")).ShouldBe(200).Rows.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_sweeper_comes_by_itself()
    {
        await using var server = await TestServer.StartAsync(settings =>
            settings with
            {
                HoldDuration = TimeSpan.FromMilliseconds(300),
            }
        );
        var evening = await Evening.New(server, price: 10);
        (await (await Cast.Ben(server)).Book(evening)).ShouldBe(201);

        await Eventually.ShouldBeTrue(
            async () => await evening.PlacesTaken() == 0,
            "the place is free again"
        );
        await server.ShouldBeSound();
    }

    private Task<string> Status(Answer booking) =>
        Server.Ask<string>("SELECT status FROM ticketing.orders WHERE id = $1", booking.Id);
}
