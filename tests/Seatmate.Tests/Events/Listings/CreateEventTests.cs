namespace Seatmate.Tests.Events.Listings;

public sealed class CreateEventTests
{
    [Fact]
    public async Task An_event_is_answered_as_it_was_said()
    {
        var ada = await Cast.Ada();

        var made = await ada.List(
            new
            {
                title = "  Three Cellos & the Sea ",
                description = "Bring **a coat**.",
                date = "2030-12-01T20:00",
                time_zone = "Europe/Monaco",
                ends_at = "2030-12-01T22:30",
                ticket_price = 24.5m,
                location = "The pier",
                tags = new[] { "Live Music", "live music", "sea" },
                max_tickets_per_user = 3,
                tax_percent = 5.5m,
            }
        );

        made.Header("Location").ShouldBe($"/events/{made.Id}");
        made.Text("title").ShouldBe("Three Cellos & the Sea");
        made.Text("slug").ShouldStartWith("three-cellos-the-sea");
        made.Text("date").ShouldBe("2030-12-01T19:00:00Z");
        made.Text("ends_at").ShouldBe("2030-12-01T21:30:00Z");
        made.Text("local_date").ShouldBe("2030-12-01T20:00:00");
        made.Decimal("ticket_price").ShouldBe(24.5m);
        made.Text("currency").ShouldBe("EUR");
        made["tags"].EnumerateArray().Select(tag => tag.GetString()).ShouldBe(["live music", "sea"]);
        made.Text("image_url").ShouldBe($"/events/{made.Id}/poster.svg");
        made.Text("description_html").ShouldBe("<p>Bring <strong>a coat</strong>.</p>");
        made["creator"].GetProperty("id").GetInt64().ShouldBe(ada.Id);
        made["can_edit"].GetBoolean().ShouldBeTrue();
        (await ada.Server.Anyone.Get($"/events/{made.Id}"))
            .Json.GetProperty("id")
            .GetInt64()
            .ShouldBe(made.Id);
    }

    [Fact]
    public async Task Without_sections_it_gets_the_five_at_its_own_price()
    {
        var made = await (await Cast.Ada()).List(new { ticket_price = 9m });

        Sections(made)
            .ShouldBe([
                ("General Admission", 9, 250),
                ("Section C", 9, 100),
                ("Section B", 9, 100),
                ("Section A", 9, 75),
                ("VIP", 9, 25),
            ]);
        made["places_left"].GetInt64().ShouldBe(550);
    }

    [Fact]
    public async Task The_five_sections_never_hold_more_than_the_venue()
    {
        var ada = await Cast.Ada();
        var venue = await ada.Post(
            "/venues",
            new
            {
                name = "Small House",
                place = "Bath",
                capacity = 53,
            }
        );

        var made = await ada.List(new { venue_id = venue.Id });

        made["places_left"].GetInt64().ShouldBe(53);
        made.Text("location").ShouldBe("Small House, Bath");
    }

    [Fact]
    public async Task A_section_without_a_price_costs_what_the_event_does()
    {
        var made = await (await Cast.Ada()).List(
            new
            {
                ticket_price = 10m,
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

        Sections(made).ShouldBe([("Stalls", 10, 40), ("Boxes", 33.3m, 8)]);
    }

    [Fact]
    public async Task Its_wall_time_is_the_venues_unless_it_says_a_zone()
    {
        var ada = await Cast.Ada();
        var venue = await ada.Post(
            "/venues",
            new
            {
                name = "Record Bar",
                place = "Tokyo",
                time_zone = "Asia/Tokyo",
            }
        );

        var made = await ada.List(new { venue_id = venue.Id, date = "2030-05-01 19:00" });

        made.Text("time_zone").ShouldBe("Asia/Tokyo");
        made.Text("date").ShouldBe("2030-05-01T10:00:00Z");
    }

    [Fact]
    public async Task Two_of_one_title_have_addresses_of_their_own()
    {
        var ada = await Cast.Ada();
        var title = Plans.Word();

        var first = await ada.List(new { title });
        var second = await ada.List(new { title });

        first.Text("slug").ShouldBe(title.ToLowerInvariant());
        second.Text("slug").ShouldNotBeNull().ShouldMatch($"^{title.ToLowerInvariant()}-[0-9]+$");
    }

    [Theory]
    [InlineData("title", "ab")]
    [InlineData("title", "  ab  ")]
    [InlineData("title", null)]
    [InlineData("date", "soon")]
    [InlineData("date", "2030-02-30T20:00")]
    [InlineData("date", "0001-01-01T00:00:00Z")]
    [InlineData("date", null)]
    [InlineData("date", "2027-06-01T20:00:00Z\u0000\u0000")]
    [InlineData("ends_at", "2030-05-01T19:00:00Z")]
    [InlineData("time_zone", "Mars/Olympus")]
    [InlineData("time_zone", "UTC+3")]
    [InlineData("ticket_price", -1)]
    [InlineData("ticket_price", 0.001)]
    [InlineData("ticket_price", null)]
    [InlineData("ticket_price", "12")]
    [InlineData("currency", "EURO")]
    [InlineData("currency", "E1R")]
    [InlineData("venue_id", 0)]
    [InlineData("venue_id", 999_999_999)]
    [InlineData("status", "secret")]
    [InlineData("max_tickets_per_user", 0)]
    [InlineData("max_tickets_per_user", 100_001)]
    [InlineData("tax_percent", 31)]
    [InlineData("tax_percent", 19.999)]
    [InlineData("image_url", "javascript:alert(1)")]
    [InlineData("location", "a\u0000b")]
    public async Task Nonsense_is_refused_and_its_field_is_named(string field, object? value) =>
        (
            await (await Cast.Ada()).AskToList(new Dictionary<string, object?> { [field] = value })
        ).ShouldBeInvalid(field);

    [Fact]
    public async Task Nonsense_in_a_section_names_the_section()
    {
        var ada = await Cast.Ada();

        (await ada.AskToList(new { sections = new[] { new { name = "", capacity = -1 } } }))
            .ShouldBeInvalid("sections[0].name")
            .ShouldBeInvalid("sections[0].capacity");
        (
            await ada.AskToList(new { sections = new object[] { Section("Stalls"), Section("stalls") } })
        ).ShouldBeInvalid("sections", "Two sections have the same name.");
        (await ada.AskToList(new { sections = new object?[] { null } })).ShouldBeInvalid("sections");
        (
            await ada.AskToList(
                new
                {
                    sections = new[]
                    {
                        new
                        {
                            id = 1,
                            name = "Stalls",
                            capacity = 5,
                        },
                    },
                }
            )
        ).ShouldBeInvalid("sections[0].id");
    }

    [Fact]
    public async Task A_refused_event_leaves_nothing_behind()
    {
        var ada = await Cast.Ada();

        (await ada.AskToList(new { sections = new[] { Section("One"), Section("one") } })).ShouldBe(400);

        (
            await ada.Server.Ask<long>("SELECT count(*) FROM events.events WHERE creator_id = $1", ada.Id)
        ).ShouldBe(0);
        (
            await ada.Server.Ask<long>("SELECT count(*) FROM events.organisers WHERE created_by = $1", ada.Id)
        ).ShouldBe(0);
    }

    [Fact]
    public async Task Who_is_not_signed_in_lists_nothing() =>
        (
            await TestServer.Shared.Anyone.Post(
                "/events",
                new
                {
                    title = "Nobody's",
                    date = "2030-05-01",
                    ticket_price = 0,
                }
            )
        ).ShouldFail(401, "sign-in-needed");

    [Fact]
    public async Task Sent_twice_with_one_idempotency_key_it_is_listed_once()
    {
        var ada = await Cast.Ada();
        var plan = new
        {
            title = Plans.Word(),
            date = "2030-05-01",
            ticket_price = 0,
        };

        var first = await ada.Post("/events", plan, ("Idempotency-Key", "list-it"));
        var second = await ada.Post("/events", plan, ("Idempotency-Key", "list-it"));

        second.ShouldBe(201).Id.ShouldBe(first.ShouldBe(201).Id);
        (await ada.Get("/events?mine=true")).Rows.Count.ShouldBe(1);
    }

    [Fact]
    public async Task First_events_at_once_agree_on_one_organiser()
    {
        var ada = await Cast.Ada();

        var made = await Race.AtOnceBefore(
            ada.Server,
            "events.organisers",
            waiting: 4,
            count: 8,
            _ => ada.AskToList()
        );

        made.Select(answer => answer.ShouldBe(201)["organiser"].GetProperty("id").GetInt64())
            .Distinct()
            .Count()
            .ShouldBe(1);
        (await ada.Get("/events?mine=true")).Rows.Count.ShouldBe(8);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("door")]
    [InlineData("manager")]
    public async Task Who_no_longer_owns_the_organiser_that_was_theirs_lists_for_a_new_one(string? role)
    {
        var (ada, ben) = (await Cast.Ada(), await Cast.Ben());
        var before = OrganiserOf(await ada.List());
        await ada.Server.TakeIn(before, ben, "owner");
        var member = $"/organisers/{before}/members/{ada.Id}";
        (role is null ? await ben.Delete(member) : await ben.Patch(member, new { role })).ShouldBe(200);

        var after = OrganiserOf(await ada.List());

        after.ShouldNotBe(before);
        OrganiserOf(await ada.List()).ShouldBe(after);
        (await ada.Get($"/organisers/{after}")).ShouldBe(200).Text("role").ShouldBe("owner");
        (await ben.Get($"/organisers/{after}")).ShouldFail(404, "not-found");
        (await ben.Get($"/organisers/{before}")).ShouldBe(200).Text("role").ShouldBe("owner");
    }

    [Fact]
    public async Task One_title_at_once_gives_as_many_addresses()
    {
        var title = Plans.Word();
        var people = await Cast.Crowd(8);

        var made = await Race.AtOnce(8, number => people[number].List(new { title }));

        made.Select(answer => answer.Text("slug")).Distinct().Count().ShouldBe(8);
    }

    private static long OrganiserOf(Answer listed) => listed["organiser"].GetProperty("id").GetInt64();

    private static object Section(string name) => new { name, capacity = 10 };

    private static List<(string?, decimal, long)> Sections(Answer answer) =>
        [
            .. answer["sections"]
                .EnumerateArray()
                .Select(each =>
                    (
                        each.GetProperty("name").GetString(),
                        each.GetProperty("price").GetDecimal(),
                        each.GetProperty("capacity").GetInt64()
                    )
                ),
        ];
}
