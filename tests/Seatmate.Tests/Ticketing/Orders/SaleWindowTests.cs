namespace Seatmate.Tests.Ticketing.Orders;

/// <summary>Before the sale starts and after it ends no places are taken, each with its own reason; who has them in
/// time keeps them.</summary>
public sealed class SaleWindowTests(UnsweptServer unswept) : IClassFixture<UnsweptServer>
{
    private const string Past = "now() - interval '1 hour'";
    private const string Future = "now() + interval '1 hour'";
    private readonly TestServer server = unswept.Server;

    [Fact]
    public async Task Before_its_sale_nothing_is_taken_and_it_is_said_when_it_starts()
    {
        var evening = await Evening.New(server);
        var seats = await evening.Seat(2);
        (
            await evening.Organiser.Patch(
                $"/events/{evening.Id}",
                new { sale_starts_at = "2031-01-17T10:00", time_zone = "Europe/Monaco" }
            )
        ).ShouldBe(200);
        var ben = await Cast.Ben(server);

        foreach (var buyer in new Client[] { ben, evening.Organiser, server.Anyone })
            (await buyer.HoldSeats(evening, seats)).ShouldFail(
                409,
                "sale-not-started",
                "The sale of this event starts on Friday 17 January 2031, 10:00 (Europe/Monaco)"
            );
        (await ben.BookSeats(evening, seats)).ShouldFail(409, "sale-not-started");
        (await evening.PlacesTaken()).ShouldBe(0);
    }

    [Fact]
    public async Task After_its_sale_nothing_is_taken_and_it_is_said_when_it_ended()
    {
        var evening = await Evening.New(server);
        await evening.Sells(until: "'2026-01-02T09:30:00Z'");
        var ben = await Cast.Ben(server);
        const string words = "The sale of this event ended on Friday 2 January 2026, 09:30 (UTC)";

        (await ben.Book(evening)).ShouldFail(409, "sale-ended", words);
        (await server.Anyone.Hold(evening)).ShouldFail(409, "sale-ended", words);
        (await evening.PlacesTaken()).ShouldBe(0);
    }

    [Fact]
    public async Task A_sale_from_day_to_day_begins_with_the_first_and_ends_with_the_last()
    {
        var evening = await Evening.New(server);

        var planned = await evening.Organiser.Patch(
            $"/events/{evening.Id}",
            new
            {
                sale_starts_at = "17/01/2031",
                sale_ends_at = "17/01/2031",
                time_zone = "Europe/Monaco",
            }
        );

        planned.ShouldBe(200).Text("sale_starts_at").ShouldBe("2031-01-16T23:00:00Z");
        planned.Text("sale_ends_at").ShouldBe("2031-01-17T22:59:59Z");
    }

    [Fact]
    public async Task Within_its_sale_it_is_sold()
    {
        var evening = await Evening.New(server);
        await evening.Sells(from: Past, until: Future);

        (await (await Cast.Ben(server)).Book(evening)).ShouldBe(201);
        (await server.Anyone.Hold(evening)).ShouldBe(201);
    }

    [Fact]
    public async Task An_event_that_is_over_or_a_draft_says_so_whatever_its_sale()
    {
        var evening = await Evening.New(server);
        await evening.Sells(until: Past);
        (await evening.Organiser.Patch($"/events/{evening.Id}", new { status = "draft" })).ShouldBe(200);
        (await evening.Organiser.Book(evening)).ShouldFail(409, "not-on-sale");
        (await evening.Organiser.Patch($"/events/{evening.Id}", new { status = "published" })).ShouldBe(200);
        (await evening.Organiser.Book(evening)).ShouldFail(409, "sale-ended");

        await server.Execute($"UPDATE events.events SET starts_at = {Past} WHERE id = $1", evening.Id);

        (await evening.Organiser.Book(evening)).ShouldFail(409, "event-over");
    }

    /// <summary>One after the other, so that most are decided without reading.</summary>
    [Fact]
    public async Task It_starts_and_ends_by_itself_by_the_databases_clock()
    {
        var evening = await Evening.New(server, perPerson: 100_000, places: 100_000);
        var ben = await Cast.Ben(server);
        await evening.Sells(from: "now() + interval '0.7 seconds'", until: "now() + interval '1.4 seconds'");

        await Eventually.ShouldBeTrue(
            async () =>
            {
                var answer = await ben.Book(evening);
                if (answer.Status != 201)
                    answer.ShouldBe(409);
                return answer.Status == 409 && answer.Text("code") == "sale-ended";
            },
            "the sale has ended"
        );

        const string outside = """
            SELECT count(*) FROM ticketing.orders JOIN events.events ON events.id = orders.event_id
            WHERE event_id = $1 AND NOT (orders.created_at >= sale_starts_at AND orders.created_at < sale_ends_at)
            """;
        (await server.Ask<long>(outside, evening.Id)).ShouldBe(0);
    }

    [Fact]
    public async Task Who_holds_in_time_orders_and_has_more_time_when_the_sale_has_ended()
    {
        var evening = await Evening.New(server, price: 10);
        var ben = await Cast.Ben(server);
        var hold = (await ben.Hold(evening, 3)).ShouldBe(201);
        var guests = (await server.Anyone.Hold(evening)).ShouldBe(201);
        var given = (await ben.Hold(evening)).ShouldBe(201);
        await evening.Sells(until: Past);

        (await ben.Post($"/holds/{hold.Id}/extension")).ShouldBe(200);
        (await ben.Patch($"/holds/{hold.Id}", Lines(2))).ShouldBe(200).Decimal("total").ShouldBe(20);
        (await ben.Delete($"/holds/{given.Id}")).ShouldBe(200);
        var order = (await ben.Order(hold)).ShouldBe(201);
        (await server.OrderAsGuest(guests, "gil@example.org")).ShouldBe(201);
        await ben.Pay(evening, order);

        (await ben.Cancel(evening, order)).ShouldBe(200);
        await server.ShouldComeToRest();
        (await server.Kept(order)).ShouldBe(0);
        await server.ShouldBeSound();
    }

    [Theory]
    [InlineData(null, Past, "sale-ended")]
    [InlineData(Future, null, "sale-not-started")]
    public async Task A_hold_gets_no_other_places_outside_of_the_sale(
        string? from,
        string? until,
        string code
    )
    {
        var evening = await Evening.Of(await Cast.Ada(server), sections: [("Floor", 10, 5), ("Box", 10, 5)]);
        var ben = await Cast.Ben(server);
        var hold = (await ben.Hold(evening, 2)).ShouldBe(201);
        await evening.Sells(from ?? "NULL", until ?? "NULL");

        foreach (var lines in new[] { Lines(3), Lines(1, "Box"), Lines(2, "Box") })
            (await ben.Patch($"/holds/{hold.Id}", lines)).ShouldFail(409, code);

        (await ben.Get($"/holds/{hold.Id}")).ShouldBe(200)["total_tickets"].GetInt32().ShouldBe(2);
        (await ben.Patch($"/holds/{hold.Id}", Lines(1))).ShouldBe(200);
        (await ben.Patch($"/holds/{hold.Id}", Lines(2))).ShouldFail(409, code);
        (await ben.Order(hold)).ShouldBe(201).Decimal("total").ShouldBe(10);
    }

    [Fact]
    public async Task A_hold_of_seats_keeps_some_and_gets_no_other_when_the_sale_has_ended()
    {
        var evening = await Evening.New(server);
        var seats = await evening.Seat(3);
        var ben = await Cast.Ben(server);
        var hold = (await ben.HoldSeats(evening, seats[..2])).ShouldBe(201);
        await evening.Sells(until: Past);

        (await ben.Patch($"/holds/{hold.Id}", Seats(seats[0], seats[2]))).ShouldFail(409, "sale-ended");
        (await ben.Patch($"/holds/{hold.Id}", Seats(seats[2]))).ShouldFail(409, "sale-ended");
        (await ben.Patch($"/holds/{hold.Id}", Seats(seats[1]))).ShouldBe(200);
        (await ben.Order(hold)).ShouldBe(201);
        await server.ShouldBeSound();
    }

    [Theory]
    [InlineData(null, Past, "sale-ended")]
    [InlineData(Future, null, "sale-not-started")]
    public async Task A_hold_that_has_lapsed_is_not_renewed_outside_of_the_sale(
        string? from,
        string? until,
        string code
    )
    {
        var evening = await Evening.New(server, price: 10);
        var ben = await Cast.Ben(server);
        var hold = (await ben.Hold(evening)).ShouldBe(201);
        await server.PassDeadline(hold);
        await evening.Sells(from ?? "NULL", until ?? "NULL");

        (await ben.Order(hold)).ShouldFail(409, code);

        (await evening.PlacesTaken()).ShouldBe(0);
        (await ben.Get($"/holds/{hold.Id}")).Text("status").ShouldBe("expired");
    }

    [Fact]
    public async Task A_booking_gets_no_more_places_and_no_others_when_the_sale_has_ended()
    {
        var evening = await Evening.Of(await Cast.Ada(server), sections: [("Floor", 10, 9), ("Free", 0, 9)]);
        var ben = await Cast.Ben(server);
        var booking = await ben.Buy(evening, 2);
        await evening.Sells(until: Past);

        foreach (
            var change in new object[]
            {
                new { total_tickets = 3 },
                new { seat_section = "Free" },
                new { total_tickets = 1, seat_section = "Free" },
            }
        )
            (await ben.Change(evening, booking, change)).ShouldFail(409, "sale-ended");
        (await ben.Change(evening, booking, new { total_tickets = 1 })).ShouldBe(200);
        (await ben.Cancel(evening, booking)).ShouldBe(200);

        await server.ShouldComeToRest();
        (await server.Kept(booking)).ShouldBe(0);
        await server.ShouldBeSound();
    }

    [Fact]
    public async Task What_is_sold_out_says_that_the_sale_has_ended_from_that_moment_on()
    {
        var evening = await Evening.New(server, places: 1);
        var (ben, eve) = (await Cast.Ben(server), await Cast.Eve(server));
        (await ben.Book(evening)).ShouldBe(201);
        await evening.Sells(until: "now() + interval '1.2 seconds'");
        var hasEnded = false;

        await Eventually.ShouldBeTrue(
            async () =>
            {
                hasEnded = await server.Ask<bool>(
                    "SELECT sale_ends_at <= now() FROM events.events WHERE id = $1",
                    evening.Id
                );
                var answer = (await eve.Hold(evening)).ShouldBe(409);
                if (hasEnded)
                    answer.ShouldFail(409, "sale-ended");
                return hasEnded;
            },
            "the sale has ended"
        );
    }

    [Theory]
    [InlineData(null, Past, "sale-ended")]
    [InlineData(Future, null, "sale-not-started")]
    public async Task What_lapses_outside_of_the_sale_does_not_make_others_hear_of_sold_out_sections(
        string? from,
        string? until,
        string code
    )
    {
        var evening = await Evening.Of(await Cast.Ada(server), sections: [("Floor", 0, 1), ("Box", 10, 5)]);
        var (ben, eve) = (await Cast.Ben(server), await Cast.Eve(server));
        (await eve.Book(evening)).ShouldBe(201);
        var hold = (await ben.Hold(evening, section: "Box")).ShouldBe(201);
        await server.PassDeadline(hold);
        await evening.Sells(from ?? "NULL", until ?? "NULL");

        for (var round = 0; round < 5; round++)
        {
            (await ben.Post($"/holds/{hold.Id}/extension")).ShouldFail(410, "hold-expired");
            (await eve.Book(evening)).ShouldFail(409, code);
        }
    }

    private static object Lines(int quantity, string section = Evening.Floor) =>
        new { lines = new[] { new { section, quantity } } };

    private static object Seats(params long[] seats) =>
        new { lines = new[] { new { section = Evening.Floor, seat_ids = seats } } };
}
