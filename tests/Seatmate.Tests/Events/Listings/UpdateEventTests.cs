using System.Text.Json;

namespace Seatmate.Tests.Events.Listings;

public sealed class UpdateEventTests
{
    [Fact]
    public async Task Only_what_is_said_changes()
    {
        var ada = await Cast.Ada();
        var made = await ada.List(new { description = "Old words", location = "The pier" });

        var changed = (await ada.Patch($"/events/{made.Id}", new { title = "A new name" })).ShouldBe(200);

        changed.Text("title").ShouldBe("A new name");
        changed.Text("description").ShouldBe("Old words");
        changed.Text("location").ShouldBe("The pier");
        changed.Text("slug").ShouldBe(made.Text("slug"), "an address that was shared stays");
    }

    [Fact]
    public async Task Who_says_what_they_edited_does_not_undo_what_another_changed_since()
    {
        var ada = await Cast.Ada();
        var made = await ada.List();
        object Sections(decimal price, string edited) =>
            new
            {
                updated_at = edited,
                sections = new[]
                {
                    new
                    {
                        name = "Stalls",
                        price,
                        capacity = 40,
                    },
                },
            };
        var first = await ada.Patch($"/events/{made.Id}", Sections(20, made.Text("updated_at")!));

        (await ada.Patch($"/events/{made.Id}", Sections(30, made.Text("updated_at")!))).ShouldFail(
            409,
            "event-changed"
        );
        (await ada.Patch($"/events/{made.Id}", Sections(20, made.Text("updated_at")!)))
            .ShouldBe(200)
            .Body.ShouldBe(first.Body, "a repetition changes nothing");
        (await ada.Patch($"/events/{made.Id}", Sections(30, first.Text("updated_at")!)))
            .ShouldBe(200)["lowest_price"]
            .GetDecimal()
            .ShouldBe(30);
    }

    [Fact]
    public async Task Put_is_as_partial_as_patch()
    {
        var ada = await Cast.Ada();
        var made = await ada.List();

        (await ada.Put($"/events/{made.Id}", new { ticket_price = 3 }))
            .ShouldBe(200)
            .Text("title")
            .ShouldBe(made.Text("title"));
    }

    [Theory]
    [InlineData("2030-10-27T00:30:00Z", "Europe/Berlin")]
    [InlineData("2030-10-27T01:30:00Z", "Europe/Berlin")]
    [InlineData("2030-05-01T18:00:42.123456Z", "America/St_Johns")]
    public async Task Saving_it_as_it_is_shown_changes_nothing(string date, string zone)
    {
        var ada = await Cast.Ada();
        var made = await ada.List(
            new
            {
                date,
                time_zone = zone,
                ends_at = "2030-10-27T04:00:00Z",
            }
        );
        var wall = made.Text("local_date")!;

        foreach (var said in new[] { made.Text("date")!, wall, wall[..16] })
        {
            var saved = await ada.Patch($"/events/{made.Id}", Said(made, said));
            saved.ShouldBe(200).Body.ShouldBe(made.Body);
        }

        (
            await ada.Server.Ask<long>(
                "SELECT count(*) FROM platform.audit WHERE subject = $1",
                $"event:{made.Id}"
            )
        ).ShouldBe(1, "what changes nothing leaves no trace");
    }

    [Fact]
    public async Task Another_zone_keeps_the_time_on_the_wall()
    {
        var ada = await Cast.Ada();
        var made = await ada.List(new { date = "2030-05-01T20:00", ends_at = "2030-05-01T22:00" });

        var moved = await ada.Patch($"/events/{made.Id}", new { time_zone = "Asia/Tokyo" });

        moved.Text("local_date").ShouldBe("2030-05-01T20:00:00");
        moved.Text("date").ShouldBe("2030-05-01T11:00:00Z");
        moved.Text("ends_at").ShouldBe("2030-05-01T13:00:00Z", "it keeps its length");
    }

    [Fact]
    public async Task What_is_on_sale_is_not_moved_into_the_past()
    {
        var ada = await Cast.Ada();
        var made = await ada.List(new { date = "2030-05-01T20:00" });
        var path = $"/events/{made.Id}";

        (await ada.Patch(path, new { title = "Yesterday", date = "2020-05-01T20:00" })).ShouldBeInvalid(
            "date",
            "An event that is on sale cannot be moved into the past."
        );
        (await ada.Get(path)).Body.ShouldBe(made.Body, "it is refused as a whole");

        (await ada.Patch(path, new { status = "draft" })).ShouldBe(200);
        (await ada.Patch(path, new { date = "2020-05-01T20:00" })).ShouldBe(200);
        (await ada.Patch(path, new { status = "published" })).ShouldBe(200);
        (await ada.Patch(path, new { date = "2020-05-02T20:00" })).ShouldBe(200);
    }

    [Fact]
    public async Task An_empty_text_clears_what_may_be_empty()
    {
        var ada = await Cast.Ada();
        var made = await ada.List(
            new
            {
                image_url = "https://pictures.example/a.jpg",
                ends_at = "2030-05-01T23:00:00Z",
                location = "The pier",
            }
        );

        var cleared = await ada.Patch(
            $"/events/{made.Id}",
            new
            {
                image_url = "",
                ends_at = "",
                location = "",
            }
        );

        cleared.Text("image_url").ShouldBe($"/events/{made.Id}/poster.svg");
        cleared["ends_at"].ValueKind.ShouldBe(JsonValueKind.Null);
        cleared.Text("location").ShouldBe("");
    }

    [Fact]
    public async Task A_location_that_was_only_the_venues_goes_with_the_venue()
    {
        var ada = await Cast.Ada();
        var venue = await ada.Post("/venues", new { name = "Long Room", place = "Cork" });
        var made = await ada.List(new { venue_id = venue.Id });

        var left = await ada.Patch($"/events/{made.Id}", new { venue_id = 0 });

        made.Text("location").ShouldBe("Long Room, Cork");
        left["venue"].ValueKind.ShouldBe(JsonValueKind.Null);
        left.Text("location").ShouldBe("");
    }

    [Fact]
    public async Task A_new_price_takes_along_the_sections_that_stood_at_the_old()
    {
        var ada = await Cast.Ada();
        var made = await ada.List(
            new
            {
                ticket_price = 10,
                sections = new object[]
                {
                    new { name = "Stalls", capacity = 40 },
                    new
                    {
                        name = "Boxes",
                        capacity = 8,
                        price = 30,
                    },
                },
            }
        );

        var dearer = await ada.Patch($"/events/{made.Id}", new { ticket_price = 12 });

        Prices(dearer).ShouldBe([12, 30]);
    }

    [Fact]
    public async Task Sections_are_matched_by_id_or_name_and_keep_their_price_and_their_id()
    {
        var ada = await Cast.Ada();
        var made = await ada.List(
            new
            {
                sections = new object[]
                {
                    new { name = "Stalls", capacity = 40 },
                    new
                    {
                        name = "Boxes",
                        capacity = 8,
                        price = 30,
                    },
                },
            }
        );
        var stalls = made["sections"][0].GetProperty("id").GetInt64();

        var changed = await ada.Patch(
            $"/events/{made.Id}",
            new
            {
                sections = new object[]
                {
                    new { name = "boxes", capacity = 9 },
                    new
                    {
                        id = stalls,
                        name = "Parquet",
                        capacity = 41,
                    },
                    new { name = "Gods", capacity = 5 },
                },
            }
        );

        changed.ShouldBe(200);
        Prices(changed).ShouldBe([30, 12.5m, 12.5m]);
        changed["sections"]
            [0]
            .GetProperty("id")
            .GetInt64()
            .ShouldBe(made["sections"][1].GetProperty("id").GetInt64());
        changed["sections"][1].GetProperty("id").GetInt64().ShouldBe(stalls);
        changed["places_left"].GetInt64().ShouldBe(55);
    }

    [Fact]
    public async Task What_is_booked_neither_goes_nor_shrinks_nor_changes_its_currency()
    {
        var ada = await Cast.Ada();
        var made = await ada.List(new { sections = new[] { new { name = "Stalls", capacity = 4 } } });
        (
            await (await Cast.Ben()).Post(
                $"/events/{made.Id}/attending",
                new { seat_section = "Stalls", total_tickets = 3 }
            )
        ).ShouldBe(201);

        (
            await ada.Patch(
                $"/events/{made.Id}",
                new { title = "Changed?", sections = new[] { new { name = "Gods", capacity = 4 } } }
            )
        ).ShouldFail(409, "section-has-bookings");
        (
            await ada.Patch(
                $"/events/{made.Id}",
                new { title = "Changed?", sections = new[] { new { name = "Stalls", capacity = 2 } } }
            )
        ).ShouldFail(409, "capacity-below-sold");
        (await ada.Patch($"/events/{made.Id}", new { currency = "CHF" })).ShouldFail(
            409,
            "currency-has-bookings"
        );

        (await ada.Get($"/events/{made.Id}"))
            .Text("title")
            .ShouldBe(made.Text("title"), "nothing of it changed");
    }

    [Theory]
    [InlineData("title", "")]
    [InlineData("date", "")]
    [InlineData("ends_at", "2029-01-01T00:00:00Z")]
    [InlineData("time_zone", "Nowhere")]
    [InlineData("ticket_price", -0.01)]
    [InlineData("tax_percent", 5.501)]
    [InlineData("currency", "jpy")]
    [InlineData("venue_id", 999_999_999)]
    [InlineData("sections", new string[0])]
    public async Task Nonsense_is_refused_and_its_field_is_named(string field, object value)
    {
        var ada = await Cast.Ada();
        var made = await ada.List();

        (
            await ada.Patch($"/events/{made.Id}", new Dictionary<string, object> { [field] = value })
        ).ShouldBeInvalid(field);

        (await ada.Get($"/events/{made.Id}")).Body.ShouldBe(made.Body);
    }

    [Fact]
    public async Task A_stranger_edits_nothing_and_does_not_learn_of_drafts()
    {
        var ada = await Cast.Ada();
        var cleo = await Cast.Cleo();
        var shown = await ada.List();
        var draft = await ada.List(new { status = "draft" });

        (await cleo.Patch($"/events/{shown.Id}", new { title = "Mine now" })).ShouldFail(403, "forbidden");
        (await cleo.Patch($"/events/{draft.Id}", new { title = "Mine now" })).ShouldFail(
            404,
            "not-found",
            $"Event with id {draft.Id} not found"
        );
        (await (await Cast.Admin()).Patch($"/events/{shown.Id}", new { title = "Mine now" })).ShouldFail(
            403,
            "forbidden"
        );
    }

    [Fact]
    public async Task Prices_changed_at_once_leave_event_and_sections_agreed()
    {
        var ada = await Cast.Ada();
        var made = await ada.List(new { ticket_price = 1 });

        var answers = await Race.AtOnce(
            8,
            number => ada.Patch($"/events/{made.Id}", new { ticket_price = 2 + number })
        );

        foreach (var answer in answers)
            answer.ShouldBe(200);
        var after = await ada.Get($"/events/{made.Id}");
        Prices(after).Distinct().ShouldBe([after.Decimal("ticket_price")]);
    }

    private static object Said(Answer made, string date) =>
        new
        {
            title = made.Text("title"),
            date,
            time_zone = made.Text("time_zone"),
            ends_at = made.Text("ends_at"),
            ticket_price = made.Decimal("ticket_price"),
            tags = made["tags"],
            sections = made["sections"]
                .EnumerateArray()
                .Select(each => new
                {
                    id = each.GetProperty("id").GetInt64(),
                    name = each.GetProperty("name").GetString(),
                    price = each.GetProperty("price").GetDecimal(),
                    capacity = each.GetProperty("capacity").GetInt64(),
                }),
        };

    private static List<decimal> Prices(Answer answer) =>
        [.. answer["sections"].EnumerateArray().Select(each => each.GetProperty("price").GetDecimal())];
}
