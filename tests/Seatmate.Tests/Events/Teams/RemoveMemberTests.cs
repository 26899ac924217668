using Npgsql;

namespace Seatmate.Tests.Events.Teams;

public sealed class RemoveMemberTests
{
    private const string Remove =
        "DELETE FROM events.organiser_members WHERE organiser_id = $1 AND user_id = $2";

    [Fact]
    public async Task Who_is_removed_is_a_stranger()
    {
        var (ada, dov) = (await Cast.Ada(), await Cast.Dov());
        var team = await ada.FoundTeam();
        await dov.Join(ada, team, "manager");
        var listed = await ada.List(new { organiser_id = team.Id });
        (await dov.Patch($"/events/{listed.Id}", new { title = "By the manager" })).ShouldBe(200);

        (await ada.Delete($"/organisers/{team.Id}/members/{dov.Id}")).ShouldBe(200);

        (await dov.Patch($"/events/{listed.Id}", new { title = "By nobody" })).ShouldFail(403, "forbidden");
        (await dov.Get($"/organisers/{team.Id}/members")).ShouldFail(404, "not-found");
        (await ada.Delete($"/organisers/{team.Id}/members/{dov.Id}")).ShouldFail(404, "not-found");
    }

    [Fact]
    public async Task Everybody_leaves_but_the_last_owner()
    {
        var (ada, dov) = (await Cast.Ada(), await Cast.Dov());
        var team = await ada.FoundTeam();
        await dov.Join(ada, team, "door");

        (await ada.Delete($"/organisers/{team.Id}/members/{ada.Id}")).ShouldFail(409, "last-owner");
        (await dov.Delete($"/organisers/{team.Id}/members/{ada.Id}")).ShouldFail(403, "forbidden");
        (await dov.Delete($"/organisers/{team.Id}/members/{dov.Id}"))
            .ShouldBe(200)
            .Text("message")
            .ShouldBe("You have left the team");
        (await ada.Delete($"/organisers/{team.Id}/members/{ada.Id}")).ShouldFail(409, "last-owner");
    }

    [Fact]
    public async Task Of_two_owners_who_remove_each_other_at_once_one_stays()
    {
        for (var round = 0; round < 5; round++)
        {
            Person[] owners = [await Cast.Ada(), await Cast.Ben()];
            var team = await owners[0].FoundTeam();
            await owners[1].Join(owners[0], team, "owner");

            var answers = await Race.AtOnce(
                2,
                number => owners[number].Delete($"/organisers/{team.Id}/members/{owners[1 - number].Id}")
            );

            answers.Count(answer => answer.Status == 200).ShouldBe(1);
            (await Owners(owners[0].Server, team.Id)).ShouldBe(1);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_database_itself_keeps_an_owner(bool guarded)
    {
        await using var server = await TestServer.StartAsync();
        Person[] owners = [await Cast.Ada(server), await Cast.Ben(server)];
        var team = await owners[0].FoundTeam();
        await owners[1].Join(owners[0], team, "owner");
        if (!guarded)
            await server.Execute("DROP TRIGGER organisers_keep_an_owner ON events.organiser_members");

        await Race.AtOnceBefore(
            server,
            "events.organiser_members",
            2,
            2,
            async number =>
            {
                try
                {
                    return await server.Execute(Remove, team.Id, owners[number].Id);
                }
                catch (PostgresException refused)
                {
                    refused.ConstraintName.ShouldBe("organisers_keep_an_owner");
                    return 0;
                }
            }
        );

        (await Owners(server, team.Id)).ShouldBe(guarded ? 1 : 0);
        if (!guarded)
            Control.FailedAsExpected("organisers_keep_an_owner", "a team has no owner");
    }

    [Fact]
    public async Task A_team_whose_only_owner_leaves_with_their_account_passes_to_the_most_trusted()
    {
        var (ada, ben, dov) = (await Cast.Ada(), await Cast.Ben(), await Cast.Dov());
        var team = await ada.FoundTeam();
        await dov.Join(ada, team, "door");
        await ben.Join(ada, team, "manager");

        (await ada.Delete($"/user/{ada.Id}")).ShouldBe(200);

        (await ben.Get($"/organisers/{team.Id}")).ShouldBe(200).Text("role").ShouldBe("owner");
        (await dov.Get($"/organisers/{team.Id}")).ShouldBe(200).Text("role").ShouldBe("door");
    }

    private static Task<long> Owners(TestServer server, long team) =>
        server.Ask<long>(
            "SELECT count(*) FROM events.organiser_members WHERE organiser_id = $1 AND role = 'owner'",
            team
        );
}
