namespace Seatmate.Tests.Events.Listings;

public sealed class ListEventsTests(OwnServer own) : IClassFixture<OwnServer>
{
    [Fact]
    public async Task The_newest_come_first_unless_asked_otherwise()
    {
        var tag = await Listed("2031-03-01T20:00", "2031-01-01T20:00", "2031-02-01T20:00");

        (await Dates($"tag={tag}")).ShouldBe(["2031-03-01", "2031-02-01", "2031-01-01"]);
        (await Dates($"tag={tag}&sort=-date")).ShouldBe(["2031-03-01", "2031-02-01", "2031-01-01"]);
        (await Dates($"tag={tag}&sort=date")).ShouldBe(["2031-01-01", "2031-02-01", "2031-03-01"]);
    }

    [Theory]
    [InlineData("date")]
    [InlineData("-date")]
    public async Task Pages_hold_every_event_once_even_those_of_one_instant(string sort)
    {
        var tag = await Listed([.. Enumerable.Repeat("2031-04-01T20:00", 5), "2031-04-02T20:00"]);

        var pages = await own.Server.Anyone.GetPages($"/events?tag={tag}&sort={sort}&limit=2");

        pages.Select(page => page.Rows.Count).ShouldBe([2, 2, 2]);
        pages
            .SelectMany(page => page.Rows)
            .Select(row => row.GetProperty("id").GetInt64())
            .Distinct()
            .Count()
            .ShouldBe(6);
    }

    [Theory]
    [InlineData("from=2031-05-02", 2)]
    [InlineData("from=02/05/2031", 2)]
    [InlineData("until=2031-05-02", 2)]
    [InlineData("from=2031-05-02&until=2031-05-02", 1)]
    [InlineData("from=2031-05-03T23:30:00Z", 0)]
    [InlineData("from=2031-05-02T22:00:00%2B02:00", 2)]
    [InlineData("until=2031-05-01T23:30:00Z", 1)]
    public async Task Spans_of_time_include_their_ends(string span, int count)
    {
        var tag = await Listed("2031-05-01T23:30", "2031-05-02T20:00", "2031-05-03T00:00");

        (await Dates($"tag={tag}&{span}")).Count.ShouldBe(count);
    }

    [Fact]
    public async Task A_plain_date_is_the_day_at_the_place_of_the_event()
    {
        var tag = Plans.Word().ToLowerInvariant();
        var ada = await Cast.Ada(own.Server);
        await ada.List(
            new
            {
                date = "2031-06-01T01:00",
                time_zone = "Pacific/Kiritimati",
                tags = new[] { tag },
            }
        );

        (await Dates($"tag={tag}&from=2031-06-01&until=2031-06-01")).Count.ShouldBe(1);
        (await Dates($"tag={tag}&until=2031-05-31")).ShouldBeEmpty();
    }

    [Fact]
    public async Task It_tells_what_the_cheapest_and_the_dearest_section_cost()
    {
        var tag = Plans.Word().ToLowerInvariant();
        var ada = await Cast.Ada(own.Server);
        var made = await ada.List(
            new
            {
                ticket_price = 10m,
                tags = new[] { tag },
                sections = new object[]
                {
                    new { name = "Stalls", capacity = 40 },
                    new
                    {
                        name = "Boxes",
                        capacity = 8,
                        price = 33.3m,
                    },
                },
            }
        );

        (await Prices(tag)).ShouldBe((10, 33.3m));

        await ada.Patch($"/events/{made.Id}", new { ticket_price = 12m });

        (await Prices(tag)).ShouldBe((12, 33.3m));
    }

    [Fact]
    public async Task A_place_is_any_part_of_the_location_and_not_of_the_title()
    {
        var ada = await Cast.Ada(own.Server);
        var title = Plans.Word("Lisboa");
        await ada.List(new { title, location = "Café Zürich 100%, Lissabon" });
        await ada.List(new { title, location = "Elsewhere" });

        (await Dates("place=ZURICH")).Count.ShouldBe(1);
        (await Dates("place=100%25")).Count.ShouldBe(1);
        (await Dates("place=z_rich")).ShouldBeEmpty();
        (await Dates("place=Lisboa")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Free_are_those_whose_ticket_costs_nothing()
    {
        var ada = await Cast.Ada(own.Server);
        var tag = Plans.Word().ToLowerInvariant();
        var free = await ada.List(new { ticket_price = 0, tags = new[] { tag } });
        await ada.List(new { ticket_price = 1, tags = new[] { tag } });

        var rows = (await own.Server.Anyone.Get($"/events?tag={tag.ToUpperInvariant()}&free=true")).Rows;

        rows.Select(row => row.GetProperty("id").GetInt64()).ShouldBe([free.Id]);
    }

    [Fact]
    public async Task Mine_are_those_of_my_teams_drafts_too_and_nobody_elses()
    {
        var ada = await Cast.Ada(own.Server);
        var draft = await ada.List(new { status = "draft" });
        var cleos = await (await Cast.Cleo(own.Server)).List();

        var rows = (await ada.Get("/events?mine=true")).ShouldBe(200).Rows;

        rows.Select(row => row.GetProperty("id").GetInt64()).ShouldBe([draft.Id]);
        rows[0].GetProperty("status").GetString().ShouldBe("draft");
        (await own.Server.Anyone.Get("/events?mine=true")).ShouldFail(401, "sign-in-needed");
        (await ada.Get("/events?limit=100")).Body.ShouldNotContain($"\"id\":{draft.Id},\"slug\"");
        (await ada.Get($"/events/search/{cleos.Text("title")}")).Rows.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Only_beside_mine_stands_how_many_places_there_are()
    {
        var ada = await Cast.Ada(own.Server);
        var evening = await Evening.Of(ada, sections: [("Stalls", 10, 30), ("Box", 20, 4)]);
        (await (await Cast.Ben(own.Server)).Book(evening, 2, "Box")).ShouldBe(201);

        var mine = (await ada.Get("/events?mine=true")).ShouldBe(200).Rows[0];
        var everybodys = (await own.Server.Anyone.Get("/events?limit=100")).ShouldBe(200);

        mine.GetProperty("capacity").GetInt64().ShouldBe(34);
        mine.GetProperty("places_left").GetInt64().ShouldBe(32);
        everybodys.Rows.Select(row => row.GetProperty("id").GetInt64()).ShouldContain(evening.Id);
        everybodys.Body.ShouldNotContain("\"capacity\"");
        (await ada.Get("/events?limit=100")).Body.ShouldNotContain("\"capacity\"");
    }

    [Theory]
    [InlineData("sort=price", "sort")]
    [InlineData("form=2031-01-01", "form")]
    [InlineData("db=1", "db")]
    [InlineData("viewer=1", "viewer")]
    [InlineData("from=tomorrow", "from")]
    [InlineData("until=2031-13-01", "until")]
    [InlineData("place=", "place")]
    [InlineData("free=", "free")]
    [InlineData("free=1", "free")]
    [InlineData("free=true&free=false", "free")]
    [InlineData("mine=yes", "mine")]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=101", "limit")]
    [InlineData("after=nonsense", "after")]
    public async Task An_unknown_filter_or_value_is_refused(string query, string field) =>
        (await own.Server.Anyone.Get($"/events?{query}")).ShouldBeInvalid(field);

    private async Task<string> Listed(params string[] dates)
    {
        var ada = await Cast.Ada(own.Server);
        var tag = Plans.Word().ToLowerInvariant();
        foreach (var date in dates)
            await ada.List(new { date, tags = new[] { tag } });
        return tag;
    }

    private async Task<(decimal Lowest, decimal Highest)> Prices(string tag)
    {
        var listed = (await own.Server.Anyone.Get($"/events?tag={tag}")).Rows.ShouldHaveSingleItem();
        return (
            listed.GetProperty("lowest_price").GetDecimal(),
            listed.GetProperty("highest_price").GetDecimal()
        );
    }

    private async Task<List<string>> Dates(string query) =>
        [
            .. (await own.Server.Anyone.Get($"/events?{query}"))
                .ShouldBe(200)
                .Rows.Select(row => row.GetProperty("local_date").GetString()![..10]),
        ];
}
