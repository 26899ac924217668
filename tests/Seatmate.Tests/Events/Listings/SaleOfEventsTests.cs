using System.Text.Json;
using Npgsql;

namespace Seatmate.Tests.Events.Listings;

/// <summary>When the sale of an event starts and ends, as its organiser states it.</summary>
public sealed class SaleOfEventsTests
{
    [Fact]
    public async Task It_is_stated_with_the_event_and_told_to_everybody()
    {
        var ada = await Cast.Ada();
        var tag = Plans.Word("sold").ToLowerInvariant();

        var made = await ada.List(
            new
            {
                date = "2030-05-01T20:00",
                time_zone = "Europe/Monaco",
                tags = new[] { tag },
                sale_starts_at = "2030-01-18T10:00",
                sale_ends_at = "2030-05-01T17:00:00Z",
            }
        );

        var anyone = TestServer.Shared.Anyone;
        var listed = (await anyone.Get($"/events?tag={tag}")).Rows.Single();
        foreach (var told in new[] { made.Json, (await anyone.Get($"/events/{made.Id}")).Json, listed })
            Sale(told).ShouldBe(("2030-01-18T09:00:00Z", "2030-05-01T17:00:00Z"));
        var usual = await ada.List();
        Sale(usual.Json).ShouldBe((null, null));
    }

    [Fact]
    public async Task It_is_changed_part_by_part_and_an_empty_text_clears()
    {
        var ada = await Cast.Ada();
        var path = $"/events/{(await ada.List(new { time_zone = "Asia/Tokyo" })).Id}";

        (await ada.Patch(path, new { sale_starts_at = "2030-01-18T10:00" })).ShouldBe(200);
        var both = (await ada.Put(path, new { sale_ends_at = "2030-02-01" })).ShouldBe(200);
        Sale(both.Json).ShouldBe(("2030-01-18T01:00:00Z", "2030-02-01T14:59:59Z"));
        (await ada.Patch(path, new { title = "Another" })).ShouldBe(200);
        Sale((await ada.Get(path)).Json).ShouldBe(("2030-01-18T01:00:00Z", "2030-02-01T14:59:59Z"));

        Sale((await ada.Patch(path, new { sale_starts_at = "" })).Json)
            .ShouldBe((null, "2030-02-01T14:59:59Z"));
        Sale((await ada.Patch(path, new { sale_ends_at = "" })).Json).ShouldBe((null, null));
    }

    [Fact]
    public async Task It_stays_when_the_event_moves_and_keeps_its_wall_time_in_another_zone()
    {
        var ada = await Cast.Ada();
        var made = await ada.List(
            new
            {
                date = "2030-05-01T20:00",
                time_zone = "Europe/Monaco",
                sale_starts_at = "2030-01-18T10:00",
                sale_ends_at = "2030-04-30T10:00",
            }
        );
        var path = $"/events/{made.Id}";

        var later = await ada.Patch(path, new { date = "2030-12-01T20:00" });
        Sale(later.Json).ShouldBe(("2030-01-18T09:00:00Z", "2030-04-30T08:00:00Z"));

        var elsewhere = await ada.Patch(path, new { time_zone = "America/New_York" });
        Sale(elsewhere.Json).ShouldBe(("2030-01-18T15:00:00Z", "2030-04-30T14:00:00Z"));
        elsewhere.Text("local_date").ShouldBe("2030-12-01T20:00:00");
    }

    [Theory]
    [InlineData("2030-10-27T00:30:00Z")]
    [InlineData("2030-10-27T01:30:00Z")]
    public async Task Saving_it_as_it_is_shown_changes_nothing(string starts)
    {
        var ada = await Cast.Ada();
        var made = await ada.List(
            new
            {
                date = "2031-05-01T20:00",
                time_zone = "Europe/Berlin",
                sale_starts_at = starts,
            }
        );

        foreach (var said in new[] { starts, "2030-10-27T02:30", "2030-10-27T02:30:00" })
            (
                await ada.Patch(
                    $"/events/{made.Id}",
                    new { sale_starts_at = said, time_zone = "Europe/Berlin" }
                )
            )
                .ShouldBe(200)
                .Body.ShouldBe(made.Body);
    }

    [Theory]
    [InlineData("sale_starts_at", "2030-03-01T10:00:00Z", "sale_ends_at")]
    [InlineData("sale_starts_at", "2031-01-01T10:00:00Z", "sale_ends_at")]
    [InlineData("sale_ends_at", "2030-01-18T10:00:00Z", "sale_ends_at")]
    [InlineData("sale_ends_at", "soon", "sale_ends_at")]
    [InlineData("sale_starts_at", "2030-02-30T10:00", "sale_starts_at")]
    [InlineData("date", "2030-01-18T09:00:00Z", "sale_starts_at")]
    public async Task What_does_not_fit_together_is_refused_and_changes_nothing(
        string field,
        string value,
        string named
    )
    {
        var ada = await Cast.Ada();
        var made = await ada.List(
            new { sale_starts_at = "2030-01-18T10:00:00Z", sale_ends_at = "2030-03-01T10:00:00Z" }
        );

        (
            await ada.Patch(
                $"/events/{made.Id}",
                new Dictionary<string, object> { [field] = value, ["title"] = "Not this one" }
            )
        ).ShouldBeInvalid(named);

        (await ada.Get($"/events/{made.Id}")).Body.ShouldBe(made.Body);
    }

    [Theory]
    [InlineData("2030-05-01T20:00:00Z", null)]
    [InlineData("2030-05-01T23:00:00Z", "2030-05-01T23:00:00Z")]
    public async Task It_does_not_start_when_the_event_is_over(string starts, string? ends)
    {
        var ada = await Cast.Ada();

        (await ada.AskToList(new { sale_starts_at = starts, ends_at = ends })).ShouldBeInvalid(
            "sale_starts_at",
            "Must be before the event is over."
        );
        (
            await ada.AskToList(new { sale_starts_at = "2030-05-01T20:30:00Z", ends_at = "2030-05-01T23:00" })
        ).ShouldBe(201);
    }

    [Fact]
    public async Task The_database_takes_no_sale_that_ends_before_it_starts()
    {
        var made = await (await Cast.Ada()).List();

        var refusal = await Should.ThrowAsync<PostgresException>(() =>
            TestServer.Shared.Execute(
                "UPDATE events.events SET sale_starts_at = now(), sale_ends_at = now() WHERE id = $1",
                made.Id
            )
        );

        refusal.ConstraintName.ShouldBe("events_sale_starts_before_end");
    }

    private static (string? Starts, string? Ends) Sale(JsonElement told) =>
        (told.GetProperty("sale_starts_at").GetString(), told.GetProperty("sale_ends_at").GetString());
}
