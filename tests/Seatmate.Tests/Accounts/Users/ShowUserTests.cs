namespace Seatmate.Tests.Accounts.Users;

public sealed class ShowUserTests
{
    [Fact]
    public async Task Others_see_a_profile_and_nothing_private()
    {
        var ben = await Cast.Ben();

        var profile = (await (await Cast.Cleo()).Get($"/user/{ben.Id}")).ShouldBe(200);

        profile.Text("name").ShouldBe(ben.Name);
        foreach (
            var secret in new[]
            {
                "email",
                "dob",
                "password",
                "password_hash",
                "last_sign_in_at",
                "search_text",
            }
        )
            profile.Json.TryGetProperty(secret, out _).ShouldBeFalse(profile.ToString());
        profile.Body.ShouldNotContain(ben.Email);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("999999999")]
    [InlineData("9223372036854775807")]
    public async Task Nobody_of_that_number_is_not_found(string id) =>
        (await (await Cast.Ben()).Get($"/user/{id}")).ShouldFail(
            404,
            "not-found",
            $"User with id {id} not found"
        );

    [Fact]
    public async Task Who_is_not_signed_in_sees_nobody() =>
        (await TestServer.Shared.Anyone.Get($"/user/{(await Cast.Ben()).Id}")).ShouldFail(
            401,
            "sign-in-needed",
            "Missing or invalid token"
        );
}
