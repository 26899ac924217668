using Seatmate.Tests.Accounts.Passkeys;
using Seatmate.Tests.Accounts.SecondSteps;

namespace Seatmate.Tests.Accounts.Proofs;

public sealed class ResetPasswordTests
{
    private const string Fresh = "Fresh-123-fresh";
    private static readonly TestServer Server = TestServer.Shared;

    [Fact]
    public async Task The_mailed_link_sets_the_password_and_ends_every_session()
    {
        var ben = await Cast.Ben();
        var token = await TokenFor(ben.Email);

        (await Reset(token, Fresh)).ShouldBe(200);

        (await ben.Get("/auth/session")).ShouldBe(401);
        (await SignIn(ben.Email, Cast.Password)).ShouldBe(401);
        (await SignIn(ben.Email, Fresh)).ShouldBe(200);
    }

    [Fact]
    public async Task A_link_is_good_for_one_use_even_at_once()
    {
        var ben = await Cast.Ben();
        var token = await TokenFor(ben.Email);

        var answers = await Race.AtOnceBefore(
            Server,
            "accounts.mailed_secrets",
            1,
            4,
            number => Reset(token, $"{Fresh}-{number}")
        );

        answers.Count(answer => answer.Status == 200).ShouldBe(1);
        foreach (var answer in answers.Where(answer => answer.Status != 200))
            answer.ShouldFail(410, "link-expired");
    }

    [Fact]
    public async Task Of_several_links_the_first_that_is_used_ends_all()
    {
        var ben = await Cast.Ben();
        var first = await TokenFor(ben.Email);
        var second = await TokenFor(ben.Email);
        second.ShouldNotBe(first);
        (await Reset(first, Fresh)).ShouldBe(200);

        (await Reset(second, Fresh)).ShouldFail(410, "link-expired");
    }

    [Fact]
    public async Task An_old_link_is_no_longer_valid()
    {
        var ben = await Cast.Ben();
        var token = await TokenFor(ben.Email);
        await Server.Execute(
            "UPDATE accounts.mailed_secrets SET expires_at = now() - interval '1 second' WHERE user_id = $1",
            ben.Id
        );

        (await Reset(token, Fresh)).ShouldFail(410, "link-expired");
        (await ben.Get("/auth/session")).ShouldBe(200);
    }

    [Theory]
    [InlineData("short1")]
    [InlineData("password1")]
    [InlineData("onlyletters")]
    public async Task A_bad_password_is_refused_and_the_link_stays_good(string password)
    {
        var ben = await Cast.Ben();
        var token = await TokenFor(ben.Email);

        (await Reset(token, password)).ShouldBeInvalid("password");

        (await Reset(token, Fresh)).ShouldBe(200);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("' OR 1=1 --")]
    public async Task Nonsense_is_no_link(string token) =>
        (await Reset(token, Fresh)).ShouldFail(410, "link-expired");

    [Fact]
    public async Task Who_registered_the_address_of_somebody_else_is_out_though_its_owner_followed_the_first_mail()
    {
        using var passkey = SoftKey.For(Server);
        var thief = await Cast.Ben();
        (await PasskeyAccess.Add(thief, passkey)).ShouldBe(201);
        var program = await thief.Key("read_teams");
        await App.TurnOn(thief);
        await Server.Execute(
            """
            INSERT INTO accounts.links (user_id, provider, issuer, subject, account_name)
            VALUES ($1, 'campus', 'campus', $2, $2)
            """,
            thief.Id,
            thief.Email
        );
        (await thief.Post("/auth/confirmation")).ShouldBe(202);
        var first = await Mailbox.ConfirmationTokenFor(Server, thief.Email);

        await Server.Anyone.Post("/auth/confirm", new { token = first });
        (await Reset(await TokenFor(thief.Email), Fresh)).ShouldBe(200);

        (await thief.Get("/auth/session")).ShouldBe(401);
        (await program.Get("/organisers")).ShouldBe(401);
        (await PasskeyAccess.SignIn(Server, passkey, thief.Id)).ShouldFail(401, "wrong-passkey");
        (await Server.Ask<long>("SELECT count(*) FROM accounts.links WHERE user_id = $1", thief.Id)).ShouldBe(
            0
        );
        (await SignIn(thief.Email, Fresh)).ShouldBe(200);
    }

    [Fact]
    public async Task A_confirmation_link_resets_nothing()
    {
        var ben = await Cast.Ben();
        (await ben.Post("/auth/confirmation")).ShouldBe(202);
        var token = await Mailbox.ConfirmationTokenFor(Server, ben.Email);

        (await Reset(token, Fresh)).ShouldFail(410, "link-expired");
    }

    private static async Task<string> TokenFor(string email)
    {
        (await Server.Anyone.Post("/auth/forgot", new { email })).ShouldBe(202);
        return await Mailbox.ResetTokenFor(Server, email);
    }

    private static Task<Answer> Reset(string token, string password) =>
        Server.Anyone.Post("/auth/reset", new { token, password });

    private static Task<Answer> SignIn(string email, string password) =>
        Server.Anyone.Post("/auth/login", new { email, password });
}
