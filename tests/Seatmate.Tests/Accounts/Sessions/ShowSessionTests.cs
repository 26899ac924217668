namespace Seatmate.Tests.Accounts.Sessions;

public sealed class ShowSessionTests
{
    [Fact]
    public async Task Who_is_signed_in_sees_themself_and_until_when()
    {
        var ben = await Cast.Ben();

        var answer = (await ben.Get("/auth/session")).ShouldBe(200);

        answer["user"].GetProperty("email").GetString().ShouldBe(ben.Email);
        answer["expires_at"].GetDateTimeOffset().ShouldBeGreaterThan(TimeProvider.System.GetUtcNow());
    }

    [Fact]
    public async Task Who_is_not_signed_in_is_told_so() =>
        (await TestServer.Shared.Anyone.Get("/auth/session")).ShouldFail(401, "sign-in-needed");
}
