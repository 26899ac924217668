namespace Seatmate.Tests.Accounts.Proofs;

public sealed class SignInByCodeTests
{
    private static readonly TestServer Server = TestServer.Shared;

    [Fact]
    public async Task The_mailed_code_signs_in_as_the_password_does()
    {
        var ben = await Cast.Ben();
        await Ask(ben.Email);

        var answer = (await SignIn(ben.Email, await Mailbox.CodeFor(Server, ben.Email))).ShouldBe(200);

        answer.Text("email").ShouldBe(ben.Email);
        answer.Text("access_token").ShouldBe(answer.Text("token"));
        var session = (await new Client(Server, answer.Text("token")).Get("/auth/session")).ShouldBe(200);
        session["user"].GetProperty("id").GetInt64().ShouldBe(ben.Id);
        session["email_confirmed"].GetBoolean().ShouldBeTrue("the code proved the address");
    }

    [Fact]
    public async Task Who_registered_the_address_of_somebody_else_is_out_when_its_owner_comes()
    {
        var (email, thief) = await Registered();
        await Ask(email);
        var code = await Mailbox.CodeFor(Server, email);

        (
            await Server.Anyone.Post("/auth/code/login", new { email, code }, ("User-Agent", "Owner/1.0"))
        ).ShouldBe(200);

        (await thief.Get("/auth/session")).ShouldBe(401);
        (await Server.Anyone.Post("/auth/login", new { email, password = Cast.Password })).ShouldFail(
            401,
            "wrong-credentials"
        );
    }

    [Fact]
    public async Task Who_confirms_where_they_registered_keeps_what_they_have()
    {
        var (email, owner) = await Registered();
        await Ask(email);

        (await SignIn(email, await Mailbox.CodeFor(Server, email))).ShouldBe(200);

        (await owner.Get("/auth/session")).ShouldBe(200);
        (await Server.Anyone.Post("/auth/login", new { email, password = Cast.Password })).ShouldBe(200);
    }

    [Fact]
    public async Task A_browser_gets_its_cookie()
    {
        var ben = await Cast.Ben();
        await Ask(ben.Email);
        var code = await Mailbox.CodeFor(Server, ben.Email);

        var answer = (
            await Server.Anyone.Post("/auth/code/session", new { email = ben.Email, code })
        ).ShouldBe(201);

        answer.Header("Set-Cookie").ShouldNotBeNull().ShouldContain("httponly");
        answer.Json.TryGetProperty("token", out _).ShouldBeFalse("no script may read it");
    }

    [Fact]
    public async Task The_address_may_be_written_in_other_letters()
    {
        var ben = await Cast.Ben();
        await Ask(ben.Email.ToUpperInvariant());

        (await SignIn(ben.Email.ToUpperInvariant(), await Mailbox.CodeFor(Server, ben.Email))).ShouldBe(200);
    }

    [Fact]
    public async Task A_code_is_good_for_one_use_even_at_once()
    {
        var ben = await Cast.Ben();
        await Ask(ben.Email);
        var code = await Mailbox.CodeFor(Server, ben.Email);

        var answers = await Race.AtOnceBefore(
            Server,
            "accounts.mailed_secrets",
            1,
            4,
            _ => SignIn(ben.Email, code)
        );

        answers.Count(answer => answer.Status == 200).ShouldBe(1);
        answers.Count(answer => answer.Status == 401).ShouldBe(3);
    }

    [Fact]
    public async Task After_five_wrong_codes_the_right_one_is_no_longer_valid()
    {
        var ben = await Cast.Ben();
        await Ask(ben.Email);
        var right = await Mailbox.CodeFor(Server, ben.Email);
        foreach (var answer in await Race.AtOnce(5, _ => SignIn(ben.Email, Other(right))))
            ShouldBeWrong(answer);

        ShouldBeWrong(await SignIn(ben.Email, right));
    }

    [Fact]
    public async Task Four_wrong_codes_leave_the_right_one_valid()
    {
        var ben = await Cast.Ben();
        await Ask(ben.Email);
        var right = await Mailbox.CodeFor(Server, ben.Email);
        for (var attempt = 0; attempt < 4; attempt++)
            ShouldBeWrong(await SignIn(ben.Email, Other(right)));

        (await SignIn(ben.Email, right)).ShouldBe(200);
    }

    [Fact]
    public async Task An_old_code_is_no_longer_valid()
    {
        var ben = await Cast.Ben();
        await Ask(ben.Email);
        var code = await Mailbox.CodeFor(Server, ben.Email);
        await Server.Execute(
            "UPDATE accounts.mailed_secrets SET expires_at = now() - interval '1 second' WHERE user_id = $1",
            ben.Id
        );

        ShouldBeWrong(await SignIn(ben.Email, code));
    }

    [Fact]
    public async Task Who_asks_elsewhere_cannot_use_up_the_tries_of_the_owner()
    {
        var ben = await Cast.Ben();
        await Ask(ben.Email);
        var code = await Mailbox.CodeFor(Server, ben.Email);
        await Server.Execute(
            """
            INSERT INTO accounts.mailed_secrets
                (user_id, purpose, secret_hash, asked_from, made_at, expires_at, attempts)
            SELECT user_id, purpose, '\x00', '203.0.113.9', now(), expires_at, 5
            FROM accounts.mailed_secrets WHERE user_id = $1
            """,
            ben.Id
        );

        (await SignIn(ben.Email, code)).ShouldBe(200);
    }

    [Fact]
    public async Task An_address_of_nobody_is_told_alike()
    {
        var ben = await Cast.Ben();
        await Ask(ben.Email);

        var known = await SignIn(ben.Email, "12345");
        var unknown = await SignIn(Cast.NewEmail("nobody"), "12345");

        unknown.ShouldFail(401, "wrong-code").Bytes.ShouldBe(known.Bytes);
    }

    [Fact]
    public async Task Somebody_elses_code_opens_nothing()
    {
        var (ben, cleo) = (await Cast.Ben(), await Cast.Cleo());
        await Ask(ben.Email);
        await Ask(cleo.Email);
        var (his, hers) = (
            await Mailbox.CodeFor(Server, ben.Email),
            await Mailbox.CodeFor(Server, cleo.Email)
        );

        if (his != hers)
            ShouldBeWrong(await SignIn(cleo.Email, his));
    }

    [Theory]
    [InlineData("{\"email\":\"ben@b.example\"}", "code")]
    [InlineData("{\"code\":\"123456\"}", "email")]
    [InlineData("{\"email\":\"ben@b.example\",\"code\":7}", "code")]
    public async Task Nonsense_is_refused(string body, string field) =>
        (
            await Server.Anyone.Send(
                HttpMethod.Post,
                "/auth/code/login",
                new StringContent(body, null, "application/json")
            )
        ).ShouldBeInvalid(field);

    [Fact]
    public async Task A_failure_is_noted_without_what_was_typed()
    {
        var ben = await Cast.Ben();

        ShouldBeWrong(await SignIn(ben.Email, "zebra-7"));

        (
            await Server.Ask<long>(
                "SELECT count(*) FROM platform.audit WHERE action = 'accounts.sign_in_failed' AND subject = $1",
                $"user:{ben.Id}"
            )
        ).ShouldBe(1);
        (
            await Server.Ask<long>("SELECT count(*) FROM platform.audit WHERE details::text LIKE '%zebra-7%'")
        ).ShouldBe(0);
    }

    private static async Task Ask(string email) =>
        (await Server.Anyone.Post("/auth/code", new { email })).ShouldBe(202);

    private static Task<Answer> SignIn(string email, string code) =>
        Server.Anyone.Post("/auth/code/login", new { email, code });

    private static string Other(string code) => code == "000000" ? "000001" : "000000";

    /// <summary>An account made by API as anybody makes it, not confirmed yet, and a client that is signed in to
    /// it.</summary>
    private static async Task<(string Email, Client Client)> Registered()
    {
        var email = Cast.NewEmail();
        var wish = new
        {
            name = "Nora New",
            user_name = "Nora",
            email,
            password = Cast.Password,
        };
        (await Server.Anyone.Post("/auth/register", wish)).ShouldBe(201);
        var signedIn = await Server.Anyone.Post("/auth/login", new { email, password = Cast.Password });
        return (email, new Client(Server, signedIn.ShouldBe(200).Text("token")));
    }

    private static void ShouldBeWrong(Answer answer) => answer.ShouldFail(401, "wrong-code");
}
