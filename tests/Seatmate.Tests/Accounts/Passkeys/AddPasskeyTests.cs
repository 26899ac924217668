namespace Seatmate.Tests.Accounts.Passkeys;

public sealed class AddPasskeyTests
{
    private static readonly TestServer Server = TestServer.Shared;

    [Fact]
    public async Task It_is_listed_named_anew_and_removed()
    {
        var ben = await Cast.Ben();
        using var key = SoftKey.For(Server);
        var added = (await PasskeyAccess.Add(ben, key, " Laptop ")).ShouldBe(201);
        added.Text("name").ShouldBe("Laptop");
        added["last_used_at"].ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        (await PasskeyAccess.SignIn(Server, key, ben.Id)).ShouldBe(200);

        (await ben.Patch($"/auth/passkeys/{added.Id}", new { name = "Old laptop" })).ShouldBe(200);
        var listed = (await ben.Get("/auth/passkeys")).ShouldBe(200).Rows.Single();
        listed.GetProperty("name").GetString().ShouldBe("Old laptop");
        listed.GetProperty("last_used_at").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.String);

        (await ben.Delete($"/auth/passkeys/{added.Id}")).ShouldBe(200);
        (await ben.Delete($"/auth/passkeys/{added.Id}")).ShouldFail(404, "not-found");
        (await ben.Get("/auth/passkeys")).Rows.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_last_way_in_is_not_removed()
    {
        var ben = await Cast.Ben();
        using var key = SoftKey.For(Server);
        var added = (await PasskeyAccess.Add(ben, key)).ShouldBe(201);
        await Server.Execute("UPDATE accounts.users SET password_hash = NULL WHERE id = $1", ben.Id);

        (await ben.Delete($"/auth/passkeys/{added.Id}")).ShouldFail(409, "last-way-in");

        (await PasskeyAccess.SignIn(Server, key, ben.Id)).ShouldBe(200);
    }

    [Fact]
    public async Task Somebody_elses_is_not_there()
    {
        var (ben, cleo) = (await Cast.Ben(), await Cast.Cleo());
        using var key = SoftKey.For(Server);
        var id = (await PasskeyAccess.Add(ben, key)).ShouldBe(201).Id;

        (await cleo.Patch($"/auth/passkeys/{id}", new { name = "Mine" })).ShouldFail(404, "not-found");
        (await cleo.Delete($"/auth/passkeys/{id}")).ShouldFail(404, "not-found");
        (await cleo.Get("/auth/passkeys")).Rows.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_question_of_somebody_else_or_one_answered_already_makes_none()
    {
        var (ben, cleo) = (await Cast.Ben(), await Cast.Cleo());
        using var key = SoftKey.For(Server);
        var asked = (await ben.Post("/auth/passkeys/start")).ShouldBe(200);
        var answer = new
        {
            question_id = asked["question_id"].GetGuid(),
            credential_json = key.Make(asked.Text("options_json")!),
            name = "Laptop",
        };

        (await cleo.Post("/auth/passkeys", answer)).ShouldFail(400, "wrong-passkey");
        (await ben.Post("/auth/passkeys", answer)).ShouldBe(201);
        (await ben.Post("/auth/passkeys", answer)).ShouldFail(400, "wrong-passkey");
    }

    [Fact]
    public async Task One_key_is_of_one_account()
    {
        var (ben, cleo) = (await Cast.Ben(), await Cast.Cleo());
        using var key = SoftKey.For(Server);
        (await PasskeyAccess.Add(ben, key)).ShouldBe(201);

        (await PasskeyAccess.Add(cleo, key)).ShouldBeRefusal();

        (await cleo.Get("/auth/passkeys")).Rows.ShouldBeEmpty();
    }

    [Fact]
    public async Task However_many_are_added_at_once_nobody_has_more_than_twenty()
    {
        var ben = await Cast.Ben();
        await Server.Execute(
            """
            INSERT INTO accounts.passkeys
                (user_id, credential_id, public_key, sign_count, transports, is_backup_eligible, is_backed_up, name,
                created_at)
            SELECT $1, decode(md5($1 || ' ' || n), 'hex'), '\x00', 0, '{}', false, false, 'Old', now()
            FROM generate_series(1, 18) n
            """,
            ben.Id
        );
        var keys = Enumerable.Range(0, 6).Select(_ => SoftKey.For(Server)).ToList();
        var wishes = new List<object>();
        foreach (var key in keys)
            wishes.Add(await PasskeyAccess.Wish(ben, key));

        var answers = await Race.AtOnce(6, number => ben.Post("/auth/passkeys", wishes[number]));

        keys.ForEach(key => key.Dispose());
        answers.Count(answer => answer.Status == 201).ShouldBe(2);
        foreach (var answer in answers.Where(answer => answer.Status != 201))
            answer.ShouldFail(409, "too-many-passkeys");
    }

    [Fact]
    public async Task An_old_proof_is_not_enough()
    {
        var ben = await Cast.Ben();
        await Server.Execute(
            "UPDATE accounts.sessions SET proved_at = now() - interval '1 hour' WHERE user_id = $1",
            ben.Id
        );

        (await ben.Post("/auth/passkeys/start")).ShouldFail(403, "proof-needed");
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("a name that is much longer than the fifty characters it may have")]
    public async Task A_bad_name_is_refused(string name)
    {
        var ben = await Cast.Ben();
        using var key = SoftKey.For(Server);

        (await PasskeyAccess.Add(ben, key, name)).ShouldBeInvalid("name");
    }
}
