namespace Seatmate.Tests.Events.Organisers;

public sealed class UpdateOrganiserTests
{
    [Fact]
    public async Task An_owner_names_it_anew_and_its_events_show_it_at_once()
    {
        var ada = await Cast.Ada();
        var team = await ada.FoundTeam("Before");
        var listed = await ada.List(new { organiser_id = team.Id });
        (await ada.Server.Anyone.Get($"/events/{listed.Id}")).ShouldBe(200);

        (await ada.Patch($"/organisers/{team.Id}", new { name = " After " }))
            .ShouldBe(200)
            .Text("name")
            .ShouldBe("After");

        (await ada.Server.Anyone.Get($"/events/{listed.Id}"))["organiser"]
            .GetProperty("name")
            .GetString()
            .ShouldBe("After");
        (
            await ada.Server.Ask<string>(
                "SELECT details -> 'changes' -> 'name' ->> 'from' FROM platform.audit WHERE subject = $1 AND action = 'events.organiser_updated'",
                $"organiser:{team.Id}"
            )
        ).ShouldBe("Before");
    }

    [Fact]
    public async Task A_name_that_is_none_is_refused() =>
        (
            await (await Cast.Ada()).Patch(
                $"/organisers/{(await (await Cast.Ada()).FoundTeam()).Id}",
                new { name = "x" }
            )
        ).ShouldBeInvalid("name");

    [Fact]
    public async Task Strangers_do_not_know_of_it_and_members_only_look_at_it()
    {
        var (ada, dov, cleo) = (await Cast.Ada(), await Cast.Dov(), await Cast.Cleo());
        var team = await ada.FoundTeam();
        await dov.Join(ada, team, "manager");

        (await cleo.Patch($"/organisers/{team.Id}", new { name = "Mine now" })).ShouldFail(404, "not-found");
        (await cleo.Get($"/organisers/{team.Id}")).ShouldFail(404, "not-found");
        (await dov.Patch($"/organisers/{team.Id}", new { name = "Mine now" })).ShouldFail(403, "forbidden");
        (await dov.Get($"/organisers/{team.Id}")).ShouldBe(200).Text("role").ShouldBe("manager");
    }
}
