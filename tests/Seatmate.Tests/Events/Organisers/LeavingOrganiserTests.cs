namespace Seatmate.Tests.Events.Organisers;

public sealed class LeavingOrganiserTests
{
    [Fact]
    public async Task The_drafts_of_who_leaves_go_and_what_is_public_stays()
    {
        var ada = await Cast.Ada();
        var admin = await Cast.Admin();
        var shown = await ada.List();
        var draft = await ada.List(new { status = "draft" });

        (await ada.Delete($"/user/{ada.Id}")).ShouldBe(200);

        (await admin.Get($"/events/{draft.Id}")).ShouldFail(404, "not-found");
        var left = (await admin.Get($"/events/{shown.Id}")).ShouldBe(200);
        left["creator"].ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        left["organiser"].GetProperty("name").GetString().ShouldBe(ada.Name);
    }

    [Fact]
    public async Task An_organiser_with_nothing_left_to_show_loses_the_persons_name()
    {
        var ada = await Cast.Ada();
        var draft = await ada.List(new { status = "draft" });

        (await ada.Delete($"/user/{ada.Id}")).ShouldBe(200);

        (
            await ada.Server.Ask<string>(
                "SELECT name FROM events.organisers WHERE id = $1",
                draft["organiser"].GetProperty("id").GetInt64()
            )
        ).ShouldBe("A former organiser");
    }

    [Fact]
    public async Task Nobody_stands_in_the_way_by_taking_the_address_of_a_former_organiser_or_draft()
    {
        var (ada, ben) = (await Cast.Ada(), await Cast.Ben());
        var draft = await ada.List(new { status = "draft" });
        var organiser = draft["organiser"].GetProperty("id").GetInt64();
        foreach (var name in new[] { $"Former {organiser}", $"former_{organiser}", $"Former -- {organiser}" })
            await ben.FoundTeam(name);
        foreach (var title in new[] { $"Former {draft.Id}", $"former_{draft.Id}", $"Former -- {draft.Id}" })
            await ben.List(new { title });

        (await ada.Delete($"/user/{ada.Id}")).ShouldBe(200);

        (
            await ada.Server.Ask<string>("SELECT name FROM events.organisers WHERE id = $1", organiser)
        ).ShouldBe("A former organiser");
    }

    [Fact]
    public async Task The_drafts_of_a_team_stay_with_it_whether_who_leaves_is_in_it_or_was()
    {
        var (ada, ben, dov) = (await Cast.Ada(), await Cast.Ben(), await Cast.Dov());
        var team = await ada.FoundTeam();
        await ben.Join(ada, team, "manager");
        await dov.Join(ada, team, "manager");
        var drafts = new[]
        {
            await ben.List(new { organiser_id = team.Id, status = "draft" }),
            await dov.List(new { organiser_id = team.Id, status = "draft" }),
        };
        (await ada.Delete($"/organisers/{team.Id}/members/{ben.Id}")).ShouldBe(200);

        (await ben.Delete($"/user/{ben.Id}")).ShouldBe(200);
        (await dov.Delete($"/user/{dov.Id}")).ShouldBe(200);

        foreach (var draft in drafts)
            (await ada.Get($"/events/{draft.Id}")).ShouldBe(200).Text("title").ShouldBe(draft.Text("title"));
    }

    [Fact]
    public async Task What_was_sold_and_is_a_draft_again_stays_as_what_is_public_does()
    {
        var evening = await Evening.New(price: 20);
        var (ada, ben) = (evening.Organiser, await Cast.Ben());
        var booking = await ben.Buy(evening);
        (await ada.Patch($"/events/{evening.Id}", new { status = "draft" })).ShouldBe(200);

        (await ada.Delete($"/user/{ada.Id}")).ShouldBe(200);
        await ada.Server.Settled();

        (await ben.Sees(evening, booking, "confirmed"))["event"]
            .GetProperty("title")
            .GetString()
            .ShouldBe("An evening of songs");
        (await ada.Server.RefundedOf(booking)).ShouldBe(0);
        (await (await Cast.Admin()).Get($"/events/{evening.Id}"))
            .ShouldBe(200)["organiser"]
            .GetProperty("name")
            .GetString()
            .ShouldBe(ada.Name);
    }

    [Fact]
    public async Task What_was_sold_and_called_off_as_a_draft_keeps_its_words()
    {
        var evening = await Evening.New(price: 20);
        var (ada, ben) = (evening.Organiser, await Cast.Ben());
        var booking = await ben.Buy(evening);
        (await ada.Patch($"/events/{evening.Id}", new { status = "draft" })).ShouldBe(200);
        (await ada.Delete($"/events/{evening.Id}")).ShouldBe(200);

        (await ada.Delete($"/user/{ada.Id}")).ShouldBe(200);

        (await ben.Sees(evening, booking, "refunded"))["event"]
            .GetProperty("title")
            .GetString()
            .ShouldBe("An evening of songs");
    }

    [Fact]
    public async Task A_team_that_lives_on_keeps_its_name_when_its_founder_leaves()
    {
        var (ada, ben) = (await Cast.Ada(), await Cast.Ben());
        var team = await ada.FoundTeam("The Late Choir");
        await ben.Join(ada, team, "owner");

        (await ada.Delete($"/user/{ada.Id}")).ShouldBe(200);

        var left = (await ben.Get($"/organisers/{team.Id}")).ShouldBe(200);
        left.Text("name").ShouldBe("The Late Choir");
        left.Text("slug").ShouldBe(team.Text("slug"));
    }

    [Fact]
    public async Task Their_published_events_are_locked_before_what_they_booked()
    {
        var (ada, cleo) = (await Cast.Ada(), await Cast.Cleo());
        var own = await Evening.Of(ada);
        var others = await Evening.Of(cleo);
        (await ada.Book(others)).ShouldBe(201);
        await using var change = await OpenTransaction.Begin(
            own.Server,
            "SELECT FROM events.events WHERE id = $1 FOR NO KEY UPDATE",
            own.Id
        );

        var leaving = ada.Delete($"/user/{ada.Id}");
        await change.ShouldBeAwaited();
        await change.Execute("SELECT FROM ticketing.stocks WHERE event_id = $1 FOR UPDATE NOWAIT", others.Id);
        await change.Commit();

        (await leaving).ShouldBe(200);
    }

    [Fact]
    public async Task While_they_wait_for_what_they_booked_who_refers_to_their_organiser_does_not_wait()
    {
        var (ada, cleo) = (await Cast.Ada(), await Cast.Cleo());
        var own = await Evening.Of(ada);
        var organiser = await own.Server.Ask<long>(
            "SELECT organiser_id FROM events.events WHERE id = $1",
            own.Id
        );
        (await ada.Delete($"/events/{own.Id}")).ShouldBe(200);
        var others = await Evening.Of(cleo);
        var booking = (await ada.Book(others)).ShouldBe(201);
        await using var refund = await OpenTransaction.Begin(
            own.Server,
            "SELECT FROM ticketing.orders WHERE id = $1 FOR UPDATE",
            booking.Id
        );

        var leaving = ada.Delete($"/user/{ada.Id}");
        await refund.ShouldBeAwaited();
        await refund.Execute("SELECT FROM events.organisers WHERE id = $1 FOR KEY SHARE NOWAIT", organiser);
        await refund.Commit();

        (await leaving).ShouldBe(200);
        (
            await own.Server.Ask<string>("SELECT slug FROM events.organisers WHERE id = $1", organiser)
        ).ShouldBe($"former_{organiser}");
    }
}
