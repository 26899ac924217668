namespace Seatmate.Tests.Accounts.Proofs;

public sealed class AskSignInCodeTests
{
    private static readonly TestServer Server = TestServer.Shared;

    [Fact]
    public async Task Somebody_and_nobody_are_answered_alike_and_only_somebody_is_mailed()
    {
        var (ben, nobody) = (await Cast.Ben(), Cast.NewEmail("nobody"));

        var known = (await Ask(ben.Email)).ShouldBe(202);
        var unknown = (await Ask(nobody)).ShouldBe(202);

        unknown.Bytes.ShouldBe(known.Bytes);
        (await Mailbox.CountOf(Server, ben.Email, "sign-in-code")).ShouldBe(1);
        (await Mailbox.CountOf(Server, nobody, "sign-in-code")).ShouldBe(0);
    }

    [Fact]
    public async Task The_request_does_the_same_for_somebody_and_nobody()
    {
        var (ben, nobody) = (await Cast.Ben(), Cast.NewEmail("nobody"));

        await Ask(ben.Email);
        await Ask(nobody);

        (
            await Server.Ask<long>(
                "SELECT count(*) FROM platform.facts WHERE kind = 'SignInCodeAsked' AND body ->> 'email' IN ($1, $2)",
                ben.Email,
                nobody
            )
        ).ShouldBe(2, "it only notes that somebody asked; whom it is about is looked up later");
    }

    [Fact]
    public async Task The_code_is_kept_as_a_keyed_hash_only()
    {
        var ben = await Cast.Ben();
        await Ask(ben.Email);
        var code = await Mailbox.CodeFor(Server, ben.Email);

        (
            await Server.Ask<bool>(
                """
                SELECT bool_or(secret_hash = sha256($2::bytea) OR secret_hash = $2::bytea)
                FROM accounts.mailed_secrets WHERE user_id = $1
                """,
                ben.Id,
                System.Text.Encoding.UTF8.GetBytes(code)
            )
        ).ShouldBeFalse();
    }

    [Fact]
    public async Task Five_an_hour_are_mailed_however_many_ask_at_once()
    {
        var ben = await Cast.Ben();

        foreach (var answer in await Race.AtOnce(8, _ => Ask(ben.Email)))
            answer.ShouldBe(202);

        (await Mailbox.CountOf(Server, ben.Email, "sign-in-code")).ShouldBe(5);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"email\":\"\"}")]
    [InlineData("{\"email\":\"no address\"}")]
    [InlineData("{\"email\":null}")]
    public async Task Nonsense_is_refused(string body) =>
        (
            await Server.Anyone.Send(
                HttpMethod.Post,
                "/auth/code",
                new StringContent(body, null, "application/json")
            )
        ).ShouldBeInvalid("email");

    private static Task<Answer> Ask(string email) => Server.Anyone.Post("/auth/code", new { email });
}
