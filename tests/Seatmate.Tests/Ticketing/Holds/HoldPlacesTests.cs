namespace Seatmate.Tests.Ticketing.Holds;

public sealed class HoldPlacesTests(OwnServer own, UnsweptServer unswept)
    : IClassFixture<OwnServer>,
        IClassFixture<UnsweptServer>
{
    private static readonly TestServer Server = TestServer.Shared;

    [Fact]
    public async Task A_hold_says_what_it_holds_what_it_costs_and_until_when()
    {
        var evening = await Evening.Of(
            await Cast.Ada(),
            tax: 19,
            sections: [("Stalls", 23m, 10), ("Balcony", 11.5m, 10)]
        );
        var ben = await Cast.Ben();

        var hold = (
            await ben.HoldLines(
                evening,
                null,
                new { section = "Stalls", quantity = 1 },
                new { section = "Balcony", quantity = 2 }
            )
        ).ShouldBe(201);

        hold.Header("Location").ShouldBe($"/holds/{hold.Id}");
        hold.Text("status").ShouldBe("held");
        hold.Decimal("total").ShouldBe(46);
        (hold.Decimal("net") + hold.Decimal("tax")).ShouldBe(46);
        hold["lines"]
            .EnumerateArray()
            .Select(line => (line.GetProperty("section").GetString(), line.GetProperty("total").GetDecimal()))
            .ShouldBe([("Stalls", 23), ("Balcony", 23)]);
        var lasts = hold["expires_at"].GetDateTimeOffset() - hold["server_time"].GetDateTimeOffset();
        lasts.TotalMinutes.ShouldBe(10, 0.1);
        hold["token"].ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        (await evening.PlacesTaken()).ShouldBe(3);
    }

    [Fact]
    public async Task A_hold_is_no_booking_yet()
    {
        var evening = await Evening.New();
        var ben = await Cast.Ben();
        var hold = (await ben.Hold(evening)).ShouldBe(201);

        (await ben.Get(evening.Bookings)).ShouldBe(200).Rows.ShouldBeEmpty();
        (await ben.Get($"/user/{ben.Id}/bookings")).ShouldBe(200).Rows.ShouldBeEmpty();
        (await ben.Get($"{evening.Bookings}/{hold.Id}")).ShouldBe(404);
        (await ben.Get($"/orders/{hold.Id}")).ShouldBe(404);
        (await evening.Organiser.Post($"{evening.Bookings}/{hold.Id}/invoice")).ShouldBe(404);
    }

    [Fact]
    public async Task What_is_held_is_gone_for_others_until_it_expires()
    {
        var server = unswept.Server;
        var evening = await Evening.New(server, places: 2);
        var hold = (await (await Cast.Ben(server)).Hold(evening, 2)).ShouldBe(201);
        var eve = await Cast.Eve(server);

        (await eve.Hold(evening)).ShouldFail(409, "section-sold-out");
        await server.PassDeadline(hold);

        (await eve.Hold(evening, 2)).ShouldBe(201);
        await server.ShouldBeSound();
    }

    [Fact]
    public async Task The_sweeper_gives_back_what_nobody_ordered()
    {
        var server = unswept.Server;
        var evening = await Evening.New(server);
        await server.PassDeadline((await (await Cast.Ben(server)).Hold(evening, 2)).ShouldBe(201));

        await server.Sweep();

        (await evening.PlacesTaken()).ShouldBe(0);
        await server.ShouldBeSound();
    }

    [Fact]
    public async Task A_guest_holds_with_a_token()
    {
        var evening = await Evening.New();

        var hold = (await Server.Anyone.Hold(evening, 2)).ShouldBe(201);

        (await Server.Anyone.Get($"/holds/{hold.Id}", hold.AsGuest())).ShouldBe(200).Id.ShouldBe(hold.Id);
        (await Server.Anyone.Get($"/holds/{hold.Id}")).ShouldBe(404);
        (await Server.Anyone.Get($"/holds/{hold.Id}", ("Hold-Token", "x"))).ShouldBe(404);
        (await Server.Anyone.Hold(evening, 6)).ShouldFail(400, "too-many-tickets");
    }

    [Fact]
    public async Task A_token_that_is_not_alive_makes_nobody_a_guest()
    {
        var evening = await Evening.New();

        (await new Client(Server, "no.such.token").Hold(evening)).ShouldFail(401, "sign-in-needed");
    }

    [Fact]
    public async Task A_person_holds_no_more_than_they_may_have()
    {
        var evening = await Evening.New();
        var ben = await Cast.Ben();
        (await ben.Hold(evening, 3)).ShouldBe(201);

        (await ben.Hold(evening, 3)).ShouldFail(400, "too-many-tickets");

        (await ben.Hold(evening, 2)).ShouldBe(201);
        (await ben.Book(evening)).ShouldFail(400, "too-many-tickets");
    }

    [Fact]
    public async Task Of_several_lines_all_are_held_or_none()
    {
        var server = own.Server;
        var evening = await Evening.Of(await Cast.Ada(server), sections: [("Stalls", 0, 5), ("Box", 0, 1)]);
        var ben = await Cast.Ben(server);

        var answer = await ben.HoldLines(
            evening,
            null,
            new { section = "Stalls", quantity = 2 },
            new { section = "Box", quantity = 2 }
        );

        answer.ShouldFail(
            409,
            "section-sold-out",
            "No more Box tickets available, please select a different seat section"
        );
        (await evening.PlacesTaken()).ShouldBe(0);
        const string orders = "SELECT count(*) FROM ticketing.orders WHERE event_id = $1";
        (await server.Ask<long>(orders, evening.Id)).ShouldBe(0);
    }

    [Theory]
    [InlineData("""{"lines": []}""")]
    [InlineData("""{"event_id": EVENT, "lines": []}""")]
    [InlineData("""{"event_id": EVENT, "lines": [null]}""")]
    [InlineData("""{"event_id": EVENT, "lines": [{"quantity": 0}]}""")]
    [InlineData("""{"event_id": EVENT, "lines": [{"quantity": -2}]}""")]
    [InlineData("""{"event_id": EVENT, "lines": [{"quantity": 1000000000}]}""")]
    [InlineData("""{"event_id": EVENT, "lines": [{"quantity": "a"}]}""")]
    [InlineData("""{"event_id": EVENT, "lines": [{"section": "Floor", "quantity": 2, "seat_ids": [1]}]}""")]
    [InlineData("""{"event_id": EVENT, "lines": [{"section": "Floor", "seat_ids": [1]}]}""")]
    [InlineData("""{"event_id": EVENT, "voucher": ""}""")]
    public async Task Nonsense_is_refused_and_holds_nothing(string body)
    {
        var evening = await Evening.New();
        var ben = await Cast.Ben();

        var answer = await ben.Send(
            HttpMethod.Post,
            "/holds",
            new StringContent(
                body.Replace("EVENT", $"{evening.Id}", StringComparison.Ordinal),
                System.Text.Encoding.UTF8,
                "application/json"
            )
        );

        answer.ShouldBe(400).ShouldBeProblem();
        (await evening.PlacesTaken()).ShouldBe(0);
    }

    [Fact]
    public async Task Nothing_is_held_when_one_of_its_sections_is_not_there()
    {
        var evening = await Evening.New();
        var ben = await Cast.Ben();

        var answer = await ben.HoldLines(
            evening,
            null,
            new { section = Evening.Floor },
            new { section = "Nowhere" }
        );

        answer.ShouldFail(404, "section-not-found", "This event has no section Nowhere");
        (await evening.PlacesTaken()).ShouldBe(0);
    }

    [Fact]
    public async Task Nothing_is_held_of_what_is_not_there_not_on_sale_or_over()
    {
        var ada = await Cast.Ada();
        var evening = await Evening.Of(ada);
        var ben = await Cast.Ben();

        (await ben.Post("/holds", new { event_id = 999_999_999 })).ShouldBe(404);
        (await ada.Patch($"/events/{evening.Id}", new { status = "draft" })).ShouldBe(200);
        (await ben.Hold(evening)).ShouldBe(404);
        (await ada.Hold(evening)).ShouldFail(409, "not-on-sale");
        (await ada.Patch($"/events/{evening.Id}", new { status = "published" })).ShouldBe(200);
        await Server.Execute(
            "UPDATE events.events SET starts_at = now() - interval '1 hour' WHERE id = $1",
            evening.Id
        );
        await Eventually.ShouldBeTrue(
            async () => (await ben.Hold(evening)).Status == 409,
            "what is over is not held"
        );
    }

    [Fact]
    public async Task The_same_key_holds_once_and_answers_the_same_bytes()
    {
        var evening = await Evening.New();
        var ben = await Cast.Ben();
        var body = new { event_id = evening.Id, lines = new[] { new { section = Evening.Floor } } };

        var answers = await Race.AtOnce(8, _ => ben.Post("/holds", body, ("Idempotency-Key", "once")));

        answers.ShouldAllBe(answer => answer.Status == 201);
        answers.Select(answer => answer.Body).Distinct(StringComparer.Ordinal).Count().ShouldBe(1);
        (await evening.PlacesTaken()).ShouldBe(1);
        var other = new { event_id = evening.Id, lines = new[] { new { section = "Box" } } };
        (await ben.Post("/holds", other, ("Idempotency-Key", "once"))).ShouldFail(
            422,
            "idempotency-key-reused"
        );
    }
}
