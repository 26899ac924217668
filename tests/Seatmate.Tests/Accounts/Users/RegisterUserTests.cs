using System.Text.Json;

namespace Seatmate.Tests.Accounts.Users;

public sealed class RegisterUserTests
{
    private static Client Anyone => TestServer.Shared.Anyone;

    [Fact]
    public async Task A_new_person_gets_an_account_and_its_address()
    {
        var email = Cast.NewEmail("Ben");

        var answer = await Anyone.Post("/auth/register", Registration(email));

        answer.ShouldBe(201);
        answer.Header("Location").ShouldBe($"/user/{answer.Id}");
        answer.Text("email").ShouldBe(email);
        answer.Text("name").ShouldBe("Ben Okafor");
        answer["is_admin"].GetBoolean().ShouldBeFalse();
        answer["dob"].ValueKind.ShouldBe(JsonValueKind.Null);
        answer.Body.ShouldNotContain("password");
    }

    private static object Registration(string email) =>
        new
        {
            name = "Ben Okafor",
            user_name = "ben",
            email,
            password = Cast.Password,
        };
}
