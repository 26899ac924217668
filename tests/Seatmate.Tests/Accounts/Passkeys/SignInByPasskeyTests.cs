using Seatmate.Tests.Accounts.SecondSteps;

namespace Seatmate.Tests.Accounts.Passkeys;

public sealed class SignInByPasskeyTests
{
    private static readonly TestServer Server = TestServer.Shared;

    [Fact]
    public async Task A_passkey_signs_in_without_address_password_or_second_step()
    {
        var ben = await Cast.Ben();
        using var key = SoftKey.For(Server);
        (await PasskeyAccess.Add(ben, key)).ShouldBe(201);
        await App.TurnOn(ben);

        var answer = (await PasskeyAccess.SignIn(Server, key, ben.Id)).ShouldBe(200);

        answer.Text("email").ShouldBe(ben.Email);
        var sessions = await new Client(Server, answer.Text("token")).Get("/auth/sessions");
        sessions
            .Rows.Single(row => row.GetProperty("is_this_one").GetBoolean())
            .GetProperty("method")
            .GetString()
            .ShouldBe("passkey");
    }

    [Fact]
    public async Task A_browser_gets_its_cookie()
    {
        var ben = await Cast.Ben();
        using var key = SoftKey.For(Server);
        (await PasskeyAccess.Add(ben, key)).ShouldBe(201);

        (await PasskeyAccess.SignIn(Server, key, ben.Id, "session"))
            .ShouldBe(201)
            .Header("Set-Cookie")
            .ShouldNotBeNull()
            .ShouldContain("httponly");
    }

    [Fact]
    public async Task An_answer_counts_once_even_at_once()
    {
        var ben = await Cast.Ben();
        using var key = SoftKey.For(Server);
        (await PasskeyAccess.Add(ben, key)).ShouldBe(201);
        var asked = (await Server.Anyone.Post("/auth/passkey/start")).ShouldBe(200);
        var credential = key.Sign(asked.Text("options_json")!, ben.Id);

        var answers = await Race.AtOnce(
            5,
            _ => PasskeyAccess.Answer(Server, asked["question_id"].GetGuid(), credential)
        );

        answers.Count(answer => answer.Status == 200).ShouldBe(1);
        foreach (var answer in answers.Where(answer => answer.Status != 200))
            answer.ShouldFail(401, "wrong-passkey");
    }

    [Fact]
    public async Task A_device_that_does_not_check_its_owner_another_page_and_an_unknown_key_open_nothing()
    {
        var (ben, cleo) = (await Cast.Ben(), await Cast.Cleo());
        using var key = SoftKey.For(Server);
        using var unknown = SoftKey.For(Server);
        (await PasskeyAccess.Add(ben, key)).ShouldBe(201);

        (await PasskeyAccess.SignIn(Server, unknown, ben.Id)).ShouldFail(401, "wrong-passkey");
        (await PasskeyAccess.SignIn(Server, key, cleo.Id)).ShouldFail(401, "wrong-passkey");
        key.ChecksItsOwner = false;
        (await PasskeyAccess.SignIn(Server, key, ben.Id)).ShouldFail(401, "wrong-passkey");
        key.ChecksItsOwner = true;
        key.Origin = "https://seatmate.evil.example";
        (await PasskeyAccess.SignIn(Server, key, ben.Id)).ShouldFail(401, "wrong-passkey");
    }

    [Fact]
    public async Task A_removed_passkey_and_an_old_question_open_nothing()
    {
        var ben = await Cast.Ben();
        using var key = SoftKey.For(Server);
        var passkey = (await PasskeyAccess.Add(ben, key)).ShouldBe(201);
        var asked = (await Server.Anyone.Post("/auth/passkey/start")).ShouldBe(200);
        var id = asked["question_id"].GetGuid();
        await Server.Execute(
            "UPDATE accounts.passkey_questions SET expires_at = now() - interval '1 second' WHERE id = $1",
            id
        );
        (await PasskeyAccess.Answer(Server, id, key.Sign(asked.Text("options_json")!, ben.Id))).ShouldFail(
            401,
            "wrong-passkey"
        );
        (await ben.Delete($"/auth/passkeys/{passkey.Id}")).ShouldBe(200);

        (await PasskeyAccess.SignIn(Server, key, ben.Id)).ShouldFail(401, "wrong-passkey");
    }

    [Theory]
    [InlineData("x")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[1]")]
    [InlineData("{\"id\":\"!\",\"rawId\":7,\"type\":\"public-key\",\"response\":{}}")]
    public async Task Nonsense_opens_nothing(string credential)
    {
        var asked = (await Server.Anyone.Post("/auth/passkey/start")).ShouldBe(200);

        (await PasskeyAccess.Answer(Server, asked["question_id"].GetGuid(), credential)).ShouldFail(
            401,
            "wrong-passkey"
        );
    }
}
