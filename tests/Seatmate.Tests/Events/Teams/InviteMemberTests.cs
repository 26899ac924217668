using Npgsql;

namespace Seatmate.Tests.Events.Teams;

public sealed class InviteMemberTests
{
    [Fact]
    public async Task A_person_is_asked_by_handle_told_by_mail_and_joins()
    {
        var (ada, dov) = (await Cast.Ada(), await Cast.Dov());
        var team = await ada.FoundTeam("The Night Shift");

        var invitation = (await ada.Invite(team, dov, "box_office")).ShouldBe(201);

        var seen = (await dov.Get("/invitations")).ShouldBe(200).Rows.ShouldHaveSingleItem();
        seen.GetProperty("organiser").GetProperty("name").GetString().ShouldBe("The Night Shift");
        seen.GetProperty("invited_by").GetProperty("id").GetInt64().ShouldBe(ada.Id);
        (await LetterTo(dov.Server, dov.Email)).ShouldContain(
            $"/organise/invitations/{invitation.Id}#token="
        );
        (await dov.Post($"/invitations/{invitation.Id}/acceptance"))
            .ShouldBe(201)
            .Text("role")
            .ShouldBe("box_office");
        (await dov.Get("/invitations")).Rows.ShouldBeEmpty();
        (await ada.Get($"/organisers/{team.Id}/members")).Rows.Count.ShouldBe(2);
        (await dov.Post($"/invitations/{invitation.Id}/acceptance")).ShouldFail(404, "not-found");
    }

    [Fact]
    public async Task An_address_is_asked_and_only_who_got_the_mail_joins()
    {
        var (ada, dov, cleo) = (await Cast.Ada(), await Cast.Dov(), await Cast.Cleo());
        var team = await ada.FoundTeam();
        var address = Cast.NewEmail("post");
        var invitation = (
            await ada.Post($"/organisers/{team.Id}/invitations", new { email = address, role = "door" })
        ).ShouldBe(201);
        var letter = await LetterTo(ada.Server, address);
        var token = letter.Split("#token=")[1].Split('\n')[0].Trim();
        var accept = $"/invitations/{invitation.Id}/acceptance";

        (await cleo.Post(accept)).ShouldFail(404, "not-found");
        (await cleo.Post(accept, null, ("Invitation-Token", "nonsense"))).ShouldFail(404, "not-found");
        (await cleo.Get($"/invitations/{invitation.Id}")).ShouldFail(404, "not-found");
        (await dov.Get($"/invitations/{invitation.Id}", ("Invitation-Token", token)))
            .ShouldBe(200)
            .Text("role")
            .ShouldBe("door");
        (await dov.Post(accept, null, ("Invitation-Token", token))).ShouldBe(201);
        (await cleo.Post(accept, null, ("Invitation-Token", token))).ShouldFail(404, "not-found");
    }

    [Fact]
    public async Task Who_is_in_the_team_does_not_ask_themselves_by_their_address()
    {
        var ada = await Cast.Ada();
        var team = await ada.FoundTeam();

        (
            await ada.Post($"/organisers/{team.Id}/invitations", new { email = ada.Email, role = "door" })
        ).ShouldFail(409, "already-in-team");
        (await ada.Get($"/organisers/{team.Id}/invitations")).ShouldBe(200).Rows.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_token_of_one_invitation_opens_no_other()
    {
        var (ada, cleo) = (await Cast.Ada(), await Cast.Cleo());
        var team = await ada.FoundTeam();
        var (first, second) = (Cast.NewEmail("first"), Cast.NewEmail("second"));
        var plan = $"/organisers/{team.Id}/invitations";
        (await ada.Post(plan, new { email = first, role = "door" })).ShouldBe(201);
        var other = (await ada.Post(plan, new { email = second, role = "owner" })).ShouldBe(201);
        var token = (await LetterTo(ada.Server, first)).Split("#token=")[1].Split('\n')[0].Trim();

        (
            await cleo.Post($"/invitations/{other.Id}/acceptance", null, ("Invitation-Token", token))
        ).ShouldFail(404, "not-found");
    }

    [Theory]
    [InlineData("""{"handle": "nobody-goes-by-this", "role": "door"}""", "handle")]
    [InlineData("""{"role": "door"}""", "handle")]
    [InlineData("""{"handle": "a", "email": "a@example.org", "role": "door"}""", "handle")]
    [InlineData("""{"email": "nonsense", "role": "door"}""", "email")]
    [InlineData("""{"email": "a@example.org\r\nBcc: b@example.org", "role": "door"}""", "email")]
    [InlineData("""{"email": "a@example.org"}""", "role")]
    public async Task Nonsense_is_refused(string body, string field)
    {
        var ada = await Cast.Ada();
        var team = await ada.FoundTeam();

        (
            await ada.Send(
                HttpMethod.Post,
                $"/organisers/{team.Id}/invitations",
                new StringContent(body, null, "application/json")
            )
        ).ShouldBeInvalid(field);
    }

    [Fact]
    public async Task Invited_ten_times_at_once_somebody_is_invited_once()
    {
        var (ada, dov) = (await Cast.Ada(), await Cast.Dov());
        var team = await ada.FoundTeam();

        var answers = await Race.AtOnce(10, _ => ada.Invite(team, dov, "door"));

        answers.Count(answer => answer.Status == 201).ShouldBe(1);
        foreach (var answer in answers.Where(answer => answer.Status != 201))
            answer.ShouldFail(409, "already-invited");
        await dov.Server.Settled();
        (
            await dov.Server.Ask<long>(
                "SELECT count(*) FROM notifications.mails WHERE to_address = $1",
                dov.Email
            )
        ).ShouldBe(1);
    }

    [Theory]
    [InlineData("invite")]
    [InlineData("withdraw")]
    [InlineData("rename")]
    public async Task Who_is_no_owner_any_more_when_their_turn_comes_is_refused(string what)
    {
        var (ada, ben, dov) = (await Cast.Ada(), await Cast.Ben(), await Cast.Dov());
        var team = await ada.FoundTeam();
        await ben.Join(ada, team, "owner");
        var invited = (await ada.Invite(team, await Cast.Eve(), "door")).ShouldBe(201);
        await using var session = new NpgsqlConnection(ada.Server.Connection);
        await session.OpenAsync(TestContext.Current.CancellationToken);
        await QueryPlan.Run(
            session,
            $"""
            BEGIN; SELECT FROM events.organisers WHERE id = {team.Id} FOR NO KEY UPDATE;
            UPDATE events.organiser_members SET role = 'manager' WHERE organiser_id = {team.Id} AND user_id = {ben.Id}
            """
        );

        var late = what switch
        {
            "invite" => ben.Invite(team, dov, "owner"),
            "withdraw" => ben.Delete($"/organisers/{team.Id}/invitations/{invited.Id}"),
            _ => ben.Patch($"/organisers/{team.Id}", new { name = "Mine now" }),
        };
        await Eventually.ShouldBeTrue(
            async () =>
                await ada.Server.Ask<bool>(
                    "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE $1 = ANY (pg_blocking_pids(pid)))",
                    session.ProcessID
                ),
            "the late one waits for the team"
        );
        await QueryPlan.Run(session, "COMMIT");

        (await late).ShouldFail(403, "forbidden");
    }

    [Fact]
    public async Task Accepted_five_times_at_once_somebody_joins_once()
    {
        var (ada, dov) = (await Cast.Ada(), await Cast.Dov());
        var team = await ada.FoundTeam();
        var invitation = (await ada.Invite(team, dov, "door")).ShouldBe(201);

        var answers = await Race.AtOnce(5, _ => dov.Post($"/invitations/{invitation.Id}/acceptance"));

        answers.Count(answer => answer.Status == 201).ShouldBe(1);
        foreach (var answer in answers.Where(answer => answer.Status != 201))
            answer.ShouldFail(404, "not-found");
        (await ada.Invite(team, dov, "door")).ShouldFail(409, "already-in-team");
    }

    [Fact]
    public async Task What_is_withdrawn_declined_or_over_cannot_be_accepted()
    {
        var (ada, dov) = (await Cast.Ada(), await Cast.Dov());
        var team = await ada.FoundTeam();
        var withdrawn = (await ada.Invite(team, dov, "door")).ShouldBe(201);
        (await ada.Delete($"/organisers/{team.Id}/invitations/{withdrawn.Id}")).ShouldBe(200);
        (await ada.Delete($"/organisers/{team.Id}/invitations/{withdrawn.Id}")).ShouldFail(404, "not-found");
        var declined = (await ada.Invite(team, dov, "door")).ShouldBe(201);
        (await dov.Delete($"/invitations/{declined.Id}")).ShouldBe(200);
        var over = (await ada.Invite(team, dov, "door")).ShouldBe(201);
        await dov.Server.Execute(
            "UPDATE events.team_invitations SET expires_at = now() - interval '1 second' WHERE id = $1",
            over.Id
        );

        foreach (var invitation in new[] { withdrawn, declined, over })
            (await dov.Post($"/invitations/{invitation.Id}/acceptance")).ShouldFail(404, "not-found");
        (await dov.Get("/invitations")).Rows.ShouldBeEmpty();
        (await ada.Get($"/organisers/{team.Id}/invitations")).Rows.ShouldBeEmpty();
        (await ada.Invite(team, dov, "door")).ShouldBe(201);
    }

    [Fact]
    public async Task Nobody_has_one_address_mailed_more_than_five_times_a_day_through_whichever_team()
    {
        var (ada, ben) = (await Cast.Ada(), await Cast.Ben());
        Answer[] teams = [await ada.FoundTeam(), await ada.FoundTeam()];
        await ben.Join(ada, teams[0], "owner");
        var address = Cast.NewEmail("victim");
        for (var turn = 0; turn < 5; turn++)
        {
            var asked = (await Ask(ada, teams[turn % 2], address)).ShouldBe(201);
            (await ada.Delete($"/organisers/{teams[turn % 2].Id}/invitations/{asked.Id}")).ShouldBe(200);
        }

        var sixth = await Ask(ada, teams[1], address.ToUpperInvariant());

        sixth.ShouldFail(429, "too-many-invitations");
        int.Parse(sixth.Header("Retry-After")!).ShouldBeInRange(86_000, 86_400);
        (await ada.Get($"/organisers/{teams[1].Id}/invitations")).Rows.ShouldBeEmpty();
        (await Ask(ada, teams[1], Cast.NewEmail("other"))).ShouldBe(201);
        (await Ask(ben, teams[0], address)).ShouldBe(201);
    }

    [Fact]
    public async Task A_person_who_is_asked_by_name_is_spared_as_an_address_is()
    {
        var (ada, dov) = (await Cast.Ada(), await Cast.Dov());
        var team = await ada.FoundTeam();
        for (var turn = 0; turn < 5; turn++)
        {
            var asked = (await ada.Invite(team, dov, "door")).ShouldBe(201);
            (await dov.Delete($"/invitations/{asked.Id}")).ShouldBe(200);
        }

        (await ada.Invite(team, dov, "door")).ShouldFail(429, "too-many-invitations");

        await dov.Server.Execute(
            "UPDATE events.invitations_mailed SET mailed_at = mailed_at - interval '1 day' WHERE invited_by = $1",
            ada.Id
        );
        (await ada.Invite(team, dov, "door")).ShouldBe(201);
    }

    [Fact]
    public async Task Nobody_has_more_than_a_hundred_invitations_mailed_a_day_however_many_they_ask_at_once()
    {
        var ada = await Cast.Ada();
        Answer[] teams = [await ada.FoundTeam(), await ada.FoundTeam()];

        var answers = await Race.AtOnce(
            105,
            number => Ask(ada, teams[number % 2], Cast.NewEmail("somebody"))
        );

        answers.Count(answer => answer.Status == 201).ShouldBe(100);
        foreach (var answer in answers.Where(answer => answer.Status != 201))
            answer.ShouldFail(429, "too-many-invitations");
    }

    private static Task<Answer> Ask(Person owner, Answer team, string address) =>
        owner.Post($"/organisers/{team.Id}/invitations", new { email = address, role = "door" });

    private static async Task<string> LetterTo(TestServer server, string address)
    {
        await server.Settled();
        return await server.Ask<string>(
            "SELECT body FROM notifications.mails WHERE to_address = $1 ORDER BY id DESC LIMIT 1",
            address
        );
    }
}
