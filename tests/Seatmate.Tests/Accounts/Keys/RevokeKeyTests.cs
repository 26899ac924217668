namespace Seatmate.Tests.Accounts.Keys;

public sealed class RevokeKeyTests
{
    [Fact]
    public async Task A_revoked_key_is_dead_at_once_on_every_server()
    {
        var (ben, beside) = (await Cast.Ben(), await TestServer.SharedBeside);
        var made = (await ben.MakeKey(["read_events"])).ShouldBe(201);
        var (id, token) = (made["key"].GetProperty("id").GetInt64(), made.Text("token")!);
        var (here, there) = (new Client(ben.Server, token), new Client(beside, token));
        (await here.Get("/organisers")).ShouldFail(403, "scope-needed");
        (await there.Get("/organisers")).ShouldFail(403, "scope-needed");

        (await ben.Delete($"/keys/{id}")).ShouldBe(200);

        (await here.Get("/organisers")).ShouldFail(401, "sign-in-needed");
        await Eventually.ShouldBeTrue(
            async () => (await there.Get("/organisers")).Status == 401,
            "the key is dead on the other server"
        );
        (await ben.Delete($"/keys/{id}")).ShouldFail(404, "not-found");
    }

    [Theory]
    [InlineData("sm_")]
    [InlineData("sm_abcdefgh_")]
    [InlineData("sm_abcdefgh_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("sm_{prefix}_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("SM_{token}")]
    public async Task A_key_that_is_not_whole_opens_nothing(string shown)
    {
        var ben = await Cast.Ben();
        var token = (await ben.MakeKey(["read_teams"])).Text("token")!;
        var text = shown
            .Replace("{prefix}", token[3..11], StringComparison.Ordinal)
            .Replace("{token}", token, StringComparison.Ordinal);

        (await new Client(ben.Server, text).Get("/organisers")).ShouldFail(401, "sign-in-needed");
        (await ben.Server.Anyone.Get("/organisers", ("Cookie", $"seatmate_session={token}"))).ShouldBe(401);
        (await new Client(ben.Server, token).Get("/organisers")).ShouldBe(200);
    }

    [Fact]
    public async Task A_key_ends_by_itself_and_tells_when_it_was_used_last()
    {
        var ben = await Cast.Ben();
        var key = await ben.Key("read_teams");
        (await ben.Get("/keys"))
            .Rows[0]
            .GetProperty("last_used_at")
            .ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        (await key.Get("/organisers")).ShouldBe(200);
        (await ben.Get("/keys"))
            .Rows[0]
            .GetProperty("last_used_at")
            .GetDateTimeOffset()
            .ShouldBe(DateTimeOffset.UtcNow, TimeSpan.FromMinutes(1));
        var beside = await TestServer.SharedBeside;
        await ben.Server.Execute(
            "UPDATE accounts.api_keys SET expires_at = now() - interval '1 second' WHERE user_id = $1",
            ben.Id
        );

        (await new Client(beside, key.Token).Get("/organisers")).ShouldFail(401, "sign-in-needed");
    }

    [Fact]
    public async Task A_stranger_revokes_nothing_and_an_owner_what_is_their_organisers()
    {
        var (ada, ben, cleo) = (await Cast.Ada(), await Cast.Ben(), await Cast.Cleo());
        var team = await ada.FoundTeam();
        await ben.Join(ada, team, "owner");
        var made = (await ben.MakeKey(["read_teams"], team.Id))
            .ShouldBe(201)["key"]
            .GetProperty("id")
            .GetInt64();
        var own = (await ben.MakeKey(["read_teams"])).ShouldBe(201)["key"].GetProperty("id").GetInt64();

        (await cleo.Delete($"/keys/{made}")).ShouldFail(404, "not-found");
        (await ada.Delete($"/keys/{own}")).ShouldFail(404, "not-found");
        (await ada.Delete($"/keys/{made}")).ShouldBe(200);
        (await cleo.Get("/keys")).Rows.ShouldBeEmpty();
    }

    [Fact]
    public async Task Revoked_five_times_at_once_it_is_noted_once()
    {
        var ben = await Cast.Ben();
        var id = (await ben.MakeKey(["read_teams"])).ShouldBe(201)["key"].GetProperty("id").GetInt64();

        var answers = await Race.AtOnce(5, _ => ben.Delete($"/keys/{id}"));

        answers.Count(answer => answer.Status == 200).ShouldBe(1);
        (
            await ben.Server.Ask<long>(
                "SELECT count(*) FROM platform.audit WHERE subject = $1 AND action = 'accounts.key_revoked'",
                $"key:{id}"
            )
        ).ShouldBe(1);
    }
}
