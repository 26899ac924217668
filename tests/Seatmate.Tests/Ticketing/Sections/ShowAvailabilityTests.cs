namespace Seatmate.Tests.Ticketing.Sections;

public sealed class ShowAvailabilityTests
{
    private static TestServer Server => TestServer.Shared;

    [Fact]
    public async Task It_says_what_is_left_of_each_section_and_what_it_costs()
    {
        var evening = await Evening.Of(
            await Cast.Ada(),
            12,
            sections: [("Floor", 12, 100), ("Balcony", 24.5m, 6), ("Box", 60, 1)]
        );
        (await (await Cast.Ben()).Book(evening, 5, "Balcony")).ShouldBe(201);
        (await (await Cast.Eve()).Book(evening, 1, "Box")).ShouldBe(201);

        var seen = await Look(evening);

        seen["event_id"].GetInt64().ShouldBe(evening.Id);
        seen.Text("sale").ShouldBe("open");
        seen["sections"]
            .EnumerateArray()
            .Select(section =>
                (
                    section.GetProperty("name").GetString(),
                    section.GetProperty("price").GetDecimal(),
                    section.GetProperty("currency").GetString(),
                    section.GetProperty("left").GetInt64(),
                    section.GetProperty("state").GetString()
                )
            )
            .ShouldBe([
                ("Floor", 12, "EUR", 100, "available"),
                ("Balcony", 24.5m, "EUR", 1, "few"),
                ("Box", 60, "EUR", 0, "may_return"),
            ]);
        (TimeProvider.System.GetUtcNow() - seen["as_of"].GetDateTimeOffset())
            .Duration()
            .ShouldBeLessThan(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Two_paid_is_sold_out_and_one_paid_and_one_unpaid_may_return()
    {
        var evening = await Evening.New(price: 10, places: 2);
        var (ben, eve) = (await Cast.Ben(), await Cast.Eve());
        var unsold = (await Look(evening))["sections"][0];
        (unsold.GetProperty("left").GetInt64(), unsold.GetProperty("state").GetString()).ShouldBe(
            (2, "available")
        );
        await ben.Buy(evening);
        var held = (await eve.Book(evening)).ShouldBe(201);

        await ShouldShow("may_return");
        await eve.Pay(evening, held);
        await ShouldShow("sold_out");
        (await eve.Cancel(evening, held)).ShouldBe(200);
        var open = await Look(evening);
        (open.Text("sale"), open["sections"][0].GetProperty("left").GetInt64()).ShouldBe(("open", 1));

        Task ShouldShow(string state) =>
            Eventually.ShouldBeTrue(
                async () =>
                {
                    var seen = await Look(evening);
                    seen["sections"][0].GetProperty("left").GetInt64().ShouldBe(0);
                    return seen.Text("sale") == state
                        && seen["sections"][0].GetProperty("state").GetString() == state;
                },
                $"the section is {state}",
                TimeSpan.FromSeconds(2)
            );
    }

    [Fact]
    public async Task A_draft_is_shown_to_its_team_only_and_what_is_over_says_so()
    {
        var ada = await Cast.Ada();
        var draft = await ada.List(new { status = "draft" });
        var over = await ada.List(new { date = "2020-05-01T20:00:00Z" });

        (await ada.Get($"/events/{draft.Id}/availability")).Text("sale").ShouldBe("not_on_sale");
        (await Server.Anyone.Get($"/events/{draft.Id}/availability")).ShouldFail(404, "not-found");
        (await (await Cast.Cleo()).Get($"/events/{draft.Id}/availability")).ShouldFail(404, "not-found");
        (await Server.Anyone.Get($"/events/{over.Id}/availability")).Text("sale").ShouldBe("over");
        (await Server.Anyone.Get("/events/999999999/availability")).ShouldFail(404, "not-found");
        (await Server.Anyone.Get("/events/one/availability")).ShouldBe(400).ShouldBeProblem();
    }

    [Fact]
    public async Task The_same_places_found_later_have_the_same_name()
    {
        var evening = await Evening.New();
        var path = $"/events/{evening.Id}/availability";
        var first = await Server.Anyone.Get(path);
        var tag = first.Header("ETag").ShouldNotBeNull();
        await Task.Delay(TimeSpan.FromSeconds(1.1), TestContext.Current.CancellationToken);

        (await Server.Anyone.Get(path, ("If-None-Match", tag))).ShouldBe(304);
        (await (await Cast.Cleo()).Get(path, ("If-None-Match", tag))).ShouldBe(304);
        (await Server.Anyone.Get(path))["as_of"].GetString().ShouldNotBe(first.Text("as_of"));

        (await (await Cast.Ben()).Book(evening)).ShouldBe(201);
        var changed = (await Server.Anyone.Get(path, ("If-None-Match", tag))).ShouldBe(200);
        changed.Header("ETag").ShouldNotBe(tag);
    }

    [Theory]
    [InlineData("now() + interval '1 hour'", "NULL", "not_started")]
    [InlineData("NULL", "now() - interval '1 hour'", "ended")]
    public async Task Outside_of_its_sale_it_says_so_also_when_everything_is_sold(
        string from,
        string until,
        string sale
    )
    {
        var evening = await Evening.New(places: 1);
        await evening.Sells(from, until);
        (await Look(evening)).Text("sale").ShouldBe(sale);
        var soldOut = await Evening.New(places: 1);
        (await (await Cast.Ben()).Book(soldOut)).ShouldBe(201);
        await soldOut.Sells(from, until);

        var seen = await Look(soldOut);

        seen.Text("sale").ShouldBe(sale);
        seen["sections"][0].GetProperty("left").GetInt64().ShouldBe(0);
    }

    [Fact]
    public async Task A_sale_starts_and_ends_on_time_and_is_told_a_second_later_at_the_latest()
    {
        var evening = await Evening.New();
        await evening.Sells("now() + interval '1.5 seconds'", "now() + interval '4 seconds'");

        await Eventually.ShouldBeTrue(
            async () =>
            {
                var (longAgo, seen) = (await SaleThen("1 second"), (await Look(evening)).Text("sale"));
                var now = await SaleThen("0 seconds");
                seen.ShouldBeOneOf(longAgo, now);
                return seen == "ended";
            },
            "the sale has ended"
        );

        Task<string> SaleThen(string ago) =>
            Server.Ask<string>(
                $"""
                SELECT CASE WHEN at < sale_starts_at THEN 'not_started' WHEN at < sale_ends_at THEN 'open' ELSE 'ended' END
                FROM events.events, LATERAL (SELECT clock_timestamp() - interval '{ago}' AS at) AS moment WHERE id = $1
                """,
                evening.Id
            );
    }

    private static Task<Answer> Look(Evening evening) =>
        Server.Anyone.Get($"/events/{evening.Id}/availability");
}
