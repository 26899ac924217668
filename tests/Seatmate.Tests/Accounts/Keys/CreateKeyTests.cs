namespace Seatmate.Tests.Accounts.Keys;

public sealed class CreateKeyTests
{
    [Fact]
    public async Task A_key_is_shown_once_and_kept_as_a_hash()
    {
        var ben = await Cast.Ben();

        var made = (await ben.MakeKey(["read_events"])).ShouldBe(201);

        var token = made.Text("token").ShouldNotBeNull();
        token.ShouldMatch("^sm_[A-Za-z2-9]{8}_[A-Za-z2-9]{40}$");
        made["key"].GetProperty("prefix").GetString().ShouldBe(token[3..11]);
        (await ben.Get("/keys")).ShouldBe(200).Body.ShouldNotContain(token[12..]);
        (
            await ben.Server.Ask<long>(
                "SELECT count(*) FROM accounts.api_keys k WHERE user_id = $1 AND k::text LIKE '%' || $2 || '%'",
                ben.Id,
                token[12..]
            )
        ).ShouldBe(0);
        (
            await ben.Server.Ask<long>(
                "SELECT count(*) FROM platform.audit a WHERE a::text LIKE '%' || $1 || '%'",
                token[12..]
            )
        ).ShouldBe(0);
        (await new Client(ben.Server, token).Get("/events")).ShouldBe(200);
    }

    [Theory]
    [InlineData("""{"scopes": ["read_events"]}""", "name")]
    [InlineData("""{"name": "", "scopes": ["read_events"]}""", "name")]
    [InlineData("""{"name": "a"}""", "scopes")]
    [InlineData("""{"name": "a", "scopes": []}""", "scopes")]
    [InlineData("""{"name": "a", "scopes": ["read_events"], "days": 0}""", "days")]
    public async Task Nonsense_is_refused(string body, string field) =>
        (await Send(await Cast.Ben(), body)).ShouldBeInvalid(field);

    [Theory]
    [InlineData("""{"name": "a", "scopes": ["everything"]}""")]
    [InlineData("""{"name": "a", "scopes": [1]}""")]
    [InlineData("""{"name": "a", "scopes": "read_events"}""")]
    [InlineData("""{"name": "a", "scopes": [null]}""")]
    public async Task A_scope_that_there_is_not_is_refused(string body) =>
        (await Send(await Cast.Ben(), body)).ShouldBe(400);

    [Fact]
    public async Task A_key_is_never_an_admins_and_makes_no_other_key()
    {
        var admin = await Cast.Admin();
        var key = await admin.Key("read_events", "read_teams", "manage_events");

        (await key.Get("/audit")).ShouldFail(403, "closed-to-keys");
        (await key.Post("/keys", new { name = "a", scopes = new[] { "read_events" } })).ShouldFail(
            403,
            "closed-to-keys"
        );
        var draft = await (await Cast.Ada()).List(new { status = "draft" });
        (await admin.Get($"/events/{draft.Id}")).ShouldBe(200);
        (await key.Get($"/events/{draft.Id}")).ShouldFail(404, "not-found");
    }

    [Fact]
    public async Task The_key_of_an_organiser_does_what_its_maker_may_there_and_nowhere_else()
    {
        var ada = await Cast.Ada();
        var (team, other) = (await ada.FoundTeam(), await ada.FoundTeam());
        var (mine, elsewhere) = (
            await ada.List(new { organiser_id = team.Id, status = "draft" }),
            await ada.List(new { organiser_id = other.Id, status = "draft" })
        );
        var key = await ada.KeyOf(team.Id, "read_events", "manage_events", "read_teams");

        (await key.Patch($"/events/{mine.Id}", new { title = "By a program" })).ShouldBe(200);
        (await key.Patch($"/events/{elsewhere.Id}", new { title = "By a program" })).ShouldFail(
            404,
            "not-found"
        );
        (await key.Get($"/events/{elsewhere.Id}")).ShouldFail(404, "not-found");
        (await key.Get("/organisers")).Rows.ShouldHaveSingleItem();
        (await key.Get($"/organisers/{other.Id}")).ShouldFail(404, "not-found");
        var listed = await key.Post(
            "/events",
            new
            {
                title = "Made by a program",
                date = "2031-05-01T18:00:00Z",
                ticket_price = 1,
            }
        );
        listed.ShouldBe(201)["organiser"].GetProperty("id").GetInt64().ShouldBe(team.Id);
        var noted = (await ada.Get($"/organisers/{team.Id}/audit")).ShouldBe(200).Rows[0];
        noted.GetProperty("key_id").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Number);
    }

    [Fact]
    public async Task Only_owners_make_and_see_the_keys_of_an_organiser_and_a_role_that_is_lost_is_lost_to_the_key()
    {
        var (ada, ben, cleo) = (await Cast.Ada(), await Cast.Ben(), await Cast.Cleo());
        var team = await ada.FoundTeam();
        var listed = await ada.List(new { organiser_id = team.Id });
        await ben.Join(ada, team, "manager");

        (await ben.MakeKey(["read_events"], team.Id)).ShouldFail(403, "forbidden");
        (await cleo.MakeKey(["read_events"], team.Id)).ShouldFail(404, "not-found");
        (await cleo.Get($"/keys?organiser_id={team.Id}")).ShouldFail(404, "not-found");
        (await ada.Patch($"/organisers/{team.Id}/members/{ben.Id}", new { role = "owner" })).ShouldBe(200);
        var key = await ben.KeyOf(team.Id, "manage_events");
        (await ada.Get($"/keys?organiser_id={team.Id}")).ShouldBe(200).Rows.ShouldHaveSingleItem();
        (await key.Patch($"/events/{listed.Id}", new { title = "As an owner" })).ShouldBe(200);
        (await ada.Patch($"/organisers/{team.Id}/members/{ben.Id}", new { role = "door" })).ShouldBe(200);
        (await key.Patch($"/events/{listed.Id}", new { title = "At the door" })).ShouldFail(403, "forbidden");
        (await ada.Delete($"/organisers/{team.Id}/members/{ben.Id}")).ShouldBe(200);
        (await ada.Get($"/keys?organiser_id={team.Id}")).Rows.ShouldBeEmpty();
    }

    [Fact]
    public async Task Nobody_has_more_than_twenty()
    {
        var ben = await Cast.Ben();
        for (var i = 0; i < 20; i++)
            (await ben.MakeKey(["read_events"])).ShouldBe(201);

        (await ben.MakeKey(["read_events"])).ShouldFail(409, "too-many-keys");
    }

    [Fact]
    public async Task However_many_ask_at_once_nobody_has_more_than_twenty()
    {
        var ben = await Cast.Ben();
        for (var i = 0; i < 15; i++)
            (await ben.MakeKey(["read_events"])).ShouldBe(201);

        var answers = await Race.AtOnce(15, _ => ben.MakeKey(["read_events"]));

        answers.Count(answer => answer.Status == 201).ShouldBe(5);
        foreach (var answer in answers.Where(answer => answer.Status != 201))
            answer.ShouldFail(409, "too-many-keys");
    }

    private static Task<Answer> Send(Person who, string body) =>
        who.Send(HttpMethod.Post, "/keys", new StringContent(body, null, "application/json"));
}
