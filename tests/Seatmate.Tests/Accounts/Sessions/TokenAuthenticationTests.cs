namespace Seatmate.Tests.Accounts.Sessions;

public sealed class TokenAuthenticationTests
{
    [Fact]
    public async Task No_forged_or_dead_token_opens_anything()
    {
        foreach (var (name, token) in await ForgedTokens.All())
        {
            var answer = await new Client(TestServer.Shared, token).Get("/user");

            answer.Status.ShouldBe(401, $"A token {name}: {answer}");
            answer.ShouldFail(401, "sign-in-needed", "Missing or invalid token");
            answer.Header("WWW-Authenticate").ShouldBe("Bearer");
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData("Basic YmVuOmJlbg==")]
    [InlineData("Token {token}")]
    [InlineData("{token}")]
    [InlineData("Bearer {token} {token}")]
    public async Task Only_a_bearer_token_is_taken(string header)
    {
        var ben = await Cast.Ben();

        var answer = await ben.Server.Anyone.Get(
            "/user",
            ("Authorization", header.Replace("{token}", ben.Token, StringComparison.Ordinal))
        );

        answer.ShouldFail(401, "sign-in-needed");
    }

    [Fact]
    public async Task The_word_bearer_may_be_written_in_any_case()
    {
        var ben = await Cast.Ben();

        (await ben.Server.Anyone.Get("/user", ("Authorization", $"bearer {ben.Token}"))).ShouldBe(200);
    }

    [Fact]
    public async Task A_wrong_header_is_not_saved_by_a_good_cookie()
    {
        var ben = await Cast.Ben();

        var answer = await ben.Server.Anyone.Get(
            "/user",
            ("Authorization", "Bearer nonsense"),
            ("Cookie", $"seatmate_session={ben.Token}")
        );

        answer.ShouldFail(401, "sign-in-needed");
    }

    [Fact]
    public async Task A_token_in_the_address_opens_nothing()
    {
        var ben = await Cast.Ben();

        foreach (var name in new[] { "token", "access_token", "seatmate_session" })
            (await ben.Server.Anyone.Get($"/user?{name}={ben.Token}")).ShouldBe(401);
    }

    [Fact]
    public async Task A_change_of_role_counts_at_once_whatever_the_token_says()
    {
        var ben = await Cast.Ben();
        var cleo = await Cast.Cleo();
        (await cleo.Delete($"/user/{ben.Id}")).ShouldBe(403);

        await ben.Server.Execute("UPDATE accounts.users SET role = 'admin' WHERE id = $1", cleo.Id);

        await Eventually.ShouldBeTrue(
            async () => (await cleo.Delete($"/user/{ben.Id}")).Status == 200,
            "the new admin may delete"
        );
    }
}
