namespace Seatmate.Tests.Events.Teams;

public sealed class ChangeMemberTests
{
    [Fact]
    public async Task A_new_role_counts_at_once_and_is_noted_with_the_old_one()
    {
        var (ada, dov) = (await Cast.Ada(), await Cast.Dov());
        var team = await ada.FoundTeam();
        await dov.Join(ada, team, "manager");
        var listed = await ada.List(new { organiser_id = team.Id });
        (await dov.Get($"/events/{listed.Id}/vouchers")).ShouldBe(200);

        (await ada.Patch($"/organisers/{team.Id}/members/{dov.Id}", new { role = "door" }))
            .ShouldBe(200)
            .Text("role")
            .ShouldBe("door");

        (await dov.Get($"/events/{listed.Id}/vouchers")).ShouldFail(
            403,
            "forbidden",
            "Your role in this team does not allow that"
        );
        (await dov.Get($"/events/{listed.Id}"))["can_edit"].GetBoolean().ShouldBeFalse();
        (
            await ada.Server.Ask<string>(
                "SELECT details ->> 'changes' FROM platform.audit WHERE subject = $1 AND action = 'events.member_changed'",
                $"organiser:{team.Id}"
            )
        ).ShouldBe("""{"role": {"to": "door", "from": "manager"}}""");
    }

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"role": "boss"}""")]
    [InlineData("""{"role": 1}""")]
    public async Task Nonsense_is_refused(string body)
    {
        var ada = await Cast.Ada();
        var team = await ada.FoundTeam();

        (
            await ada.Send(
                HttpMethod.Patch,
                $"/organisers/{team.Id}/members/{ada.Id}",
                new StringContent(body, null, "application/json")
            )
        ).ShouldBe(400);
    }

    [Fact]
    public async Task The_last_owner_stays_one()
    {
        var ada = await Cast.Ada();
        var team = await ada.FoundTeam();

        (await ada.Patch($"/organisers/{team.Id}/members/{ada.Id}", new { role = "manager" })).ShouldFail(
            409,
            "last-owner",
            "A team always has an owner"
        );
    }

    [Fact]
    public async Task Of_two_owners_who_demote_each_other_at_once_one_stays()
    {
        Person[] owners = [await Cast.Ada(), await Cast.Ben()];
        var team = await owners[0].FoundTeam();
        await owners[1].Join(owners[0], team, "owner");

        var answers = await Race.AtOnce(
            2,
            number =>
                owners[number]
                    .Patch($"/organisers/{team.Id}/members/{owners[1 - number].Id}", new { role = "door" })
        );

        answers.Count(answer => answer.Status == 200).ShouldBe(1);
        answers.Count(answer => answer.Status == 403).ShouldBe(1);
    }

    [Fact]
    public async Task Nobody_of_another_team_is_found()
    {
        var (ada, ben) = (await Cast.Ada(), await Cast.Ben());
        var (team, other) = (await ada.FoundTeam(), await ben.FoundTeam());

        (await ada.Patch($"/organisers/{other.Id}/members/{ben.Id}", new { role = "door" })).ShouldFail(
            404,
            "not-found"
        );
        (await ada.Patch($"/organisers/{team.Id}/members/{ben.Id}", new { role = "door" })).ShouldFail(
            404,
            "not-found"
        );
    }
}
