namespace Seatmate.Tests.Events.Venues;

public sealed class CreateVenueTests
{
    [Fact]
    public async Task A_venue_is_answered_as_it_was_said()
    {
        var made = (
            await (await Cast.Ada()).Post(
                "/venues",
                new
                {
                    name = " Opéra de Monte-Carlo ",
                    place = "Monaco",
                    address = "Place du Casino",
                    latitude = 43.738827,
                    longitude = 7.428264,
                    capacity = 524,
                    time_zone = "Europe/Monaco",
                }
            )
        ).ShouldBe(201);

        made.Header("Location").ShouldBe($"/venues/{made.Id}");
        made.Text("name").ShouldBe("Opéra de Monte-Carlo");
        made.Text("time_zone").ShouldBe("Europe/Monaco");
        (await TestServer.Shared.Anyone.Get($"/venues/{made.Id}")).Body.ShouldBe(made.Body);
        (
            await TestServer.Shared.Anyone.Get($"/venues/by-slug/{Uri.EscapeDataString(made.Text("slug")!)}")
        ).Body.ShouldBe(made.Body);
    }

    [Theory]
    [InlineData("name", "")]
    [InlineData("place", null)]
    [InlineData("latitude", 91)]
    [InlineData("longitude", -180.5)]
    [InlineData("capacity", 0)]
    [InlineData("image_url", "file:///etc/passwd")]
    [InlineData("time_zone", "Middle/Earth")]
    public async Task Nonsense_is_refused_and_its_field_is_named(string field, object? value)
    {
        var usual = new
        {
            name = "Long Room",
            place = "Cork",
            latitude = 1,
            longitude = 1,
        };
        var but = new Dictionary<string, object?> { [field] = value };

        (await (await Cast.Ada()).Post("/venues", Plans.With(usual, but))).ShouldBeInvalid(field);
    }

    [Fact]
    public async Task Half_a_position_is_none() =>
        (
            await (await Cast.Ada()).Post(
                "/venues",
                new
                {
                    name = "Long Room",
                    place = "Cork",
                    latitude = 51.9,
                }
            )
        ).ShouldBeInvalid("longitude");

    [Fact]
    public async Task Entered_at_once_under_one_name_they_have_addresses_of_their_own()
    {
        var name = Plans.Word("House");
        var crowd = await Cast.Crowd(6);

        var made = await Race.AtOnce(
            6,
            number => crowd[number].Post("/venues", new { name, place = "Bath" })
        );

        made.Select(answer => answer.ShouldBe(201).Text("slug")).Distinct().Count().ShouldBe(6);
    }
}

public sealed class ShowVenueTests
{
    [Fact]
    public async Task A_venue_tells_what_is_on_there_next()
    {
        var ada = await Cast.Ada();
        var venue = await ada.Post("/venues", new { name = "Long Room", place = "Cork" });
        var later = await ada.List(new { venue_id = venue.Id, date = "2031-01-01T20:00" });
        var sooner = await ada.List(new { venue_id = venue.Id, date = "2030-01-01T20:00" });
        await ada.List(new { venue_id = venue.Id, date = "2020-01-01T20:00" });
        await ada.List(new { venue_id = venue.Id, status = "draft" });

        var shown = await TestServer.Shared.Anyone.Get($"/venues/{venue.Id}");

        shown["upcoming"]
            .EnumerateArray()
            .Select(each => each.GetProperty("id").GetInt64())
            .ShouldBe([sooner.Id, later.Id]);
    }

    [Fact]
    public async Task What_nobody_entered_is_not_found()
    {
        (await TestServer.Shared.Anyone.Get("/venues/999999999")).ShouldFail(404, "not-found");
        (await TestServer.Shared.Anyone.Get("/venues/by-slug/nowhere-at-all")).ShouldFail(404, "not-found");
    }
}

public sealed class ListVenuesTests(OwnServer own) : IClassFixture<OwnServer>
{
    [Fact]
    public async Task Venues_come_by_id_and_are_found_by_name_or_place()
    {
        var ada = await Cast.Ada(own.Server);
        foreach (
            var (name, place) in new[]
            {
                ("Canal Studio", "London"),
                ("Long Room", "Łódź"),
                ("Pier", "London"),
            }
        )
            (await ada.Post("/venues", new { name, place })).ShouldBe(201);

        var pages = await own.Server.Anyone.GetPages("/venues?limit=2");
        var found = await own.Server.Anyone.Get("/venues/search/lond");

        Names([.. pages.SelectMany(page => page.Rows)]).ShouldBe(["Canal Studio", "Long Room", "Pier"]);
        Names(found.Rows).ShouldBe(["Canal Studio", "Pier"]);
        Names((await own.Server.Anyone.Get("/venues/search/lo")).Rows).Count.ShouldBe(3);
        (await own.Server.Anyone.Get("/venues/search/atlantis")).ShouldFail(
            404,
            "not-found",
            "No venues found matching 'atlantis'"
        );
        (await own.Server.Anyone.Get("/venues?near=me")).ShouldBeInvalid("near");
    }

    private static List<string?> Names(List<System.Text.Json.JsonElement> rows) =>
        [.. rows.Select(row => row.GetProperty("name").GetString())];
}
