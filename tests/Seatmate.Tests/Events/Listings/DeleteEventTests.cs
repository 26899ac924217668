namespace Seatmate.Tests.Events.Listings;

public sealed class DeleteEventTests
{
    [Fact]
    public async Task A_deleted_event_is_gone_for_everybody()
    {
        var ada = await Cast.Ada();
        var made = await ada.List();

        (await ada.Delete($"/events/{made.Id}"))
            .ShouldBe(200)
            .Text("message")
            .ShouldBe($"Event '{made.Text("title")}' deleted successfully");

        foreach (
            var path in new[]
            {
                $"/events/{made.Id}",
                $"/events/by-slug/{made.Text("slug")}",
                $"/events/search/{made.Text("title")}",
                $"/events/{made.Id}/poster.svg",
            }
        )
            (await ada.Get(path)).ShouldFail(404, "not-found");
        (await ada.Get("/events?mine=true")).Rows.ShouldBeEmpty();
        (await ada.Get($"/e/{made.Text("slug")}")).ShouldBe(404);
    }

    [Fact]
    public async Task A_stranger_deletes_nothing()
    {
        var ada = await Cast.Ada();
        var cleo = await Cast.Cleo();
        var shown = await ada.List();
        var draft = await ada.List(new { status = "draft" });

        (await cleo.Delete($"/events/{shown.Id}")).ShouldFail(
            403,
            "forbidden",
            "You can only delete your own events"
        );
        (await cleo.Delete($"/events/{draft.Id}")).ShouldFail(404, "not-found");
    }

    [Fact]
    public async Task A_manager_of_the_team_edits_but_does_not_delete()
    {
        var ada = await Cast.Ada();
        var dov = await Cast.Dov();
        var made = await ada.List();
        await ada.Server.Execute(
            "INSERT INTO events.organiser_members (organiser_id, user_id, role) VALUES ($1, $2, 'manager')",
            made["organiser"].GetProperty("id").GetInt64(),
            dov.Id
        );

        (await dov.Patch($"/events/{made.Id}", new { title = "By the team" })).ShouldBe(200);
        (await dov.Delete($"/events/{made.Id}")).ShouldFail(403, "forbidden");
    }

    [Fact]
    public async Task An_admin_deletes_any_event() =>
        (await (await Cast.Admin()).Delete($"/events/{(await (await Cast.Ada()).List()).Id}")).ShouldBe(200);

    [Fact]
    public async Task No_booking_under_way_outlives_the_event()
    {
        await using var server = await TestServer.StartAsync();
        var ada = await Cast.Ada(server);
        var made = await ada.List(new { ticket_price = 0 });
        var crowd = await Cast.Crowd(4, server);
        await using var gate = await Gate.Before(server, "ticketing.orders");

        var bookings = Race.AtOnce(4, number => crowd[number].Post($"/events/{made.Id}/attending", new { }));
        await gate.ShouldHaveWaiting(1);
        var deletion = ada.Delete($"/events/{made.Id}");
        await Task.WhenAny(deletion, Task.Delay(TimeSpan.FromSeconds(1)));
        await gate.Open();

        var answers = await bookings;
        var placed = answers.Count(answer => answer.Status == 201);
        answers.ShouldAllBe(answer => answer.Status == 201 || answer.Status == 404);
        (await deletion).ShouldBe(200);
        await Eventually.ShouldBeTrue(
            async () =>
                await ada.Server.Ask<long>(
                    "SELECT count(*) FROM ticketing.orders WHERE event_id = $1 AND status = 'cancelled'",
                    made.Id
                ) == placed,
            "all bookings of the event are cancelled"
        );
        (await crowd[0].Post($"/events/{made.Id}/attending", new { })).ShouldFail(404, "not-found");
    }

    [Fact]
    public async Task Deleted_five_times_at_once_it_is_announced_once()
    {
        var ada = await Cast.Ada();
        var made = await ada.List();

        var answers = await Race.AtOnce(5, _ => ada.Delete($"/events/{made.Id}"));

        answers.Count(answer => answer.Status == 200).ShouldBe(1);
        foreach (var answer in answers.Where(answer => answer.Status != 200))
            answer.ShouldFail(404, "not-found");
        (
            await ada.Server.Ask<long>(
                "SELECT count(*) FROM platform.facts WHERE kind = 'EventDeleted' AND body ->> 'event_id' = $1",
                $"{made.Id}"
            )
        ).ShouldBe(1);
    }
}
