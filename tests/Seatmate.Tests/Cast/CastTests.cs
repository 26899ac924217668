namespace Seatmate.Tests;

public sealed class CastTests
{
    [Fact]
    public async Task Everybody_of_the_cast_is_signed_in_as_themself()
    {
        foreach (var person in new[] { await Cast.Ada(), await Cast.Ben(), await Cast.Admin() })
        {
            var session = (await person.Get("/auth/session")).ShouldBe(200);
            session["user"].GetProperty("id").GetInt64().ShouldBe(person.Id);
            session["user"].GetProperty("email").GetString().ShouldBe(person.Email);
        }
    }

    [Fact]
    public async Task A_crowd_is_made_at_once_and_each_can_ask()
    {
        var crowd = await Cast.Crowd(200);

        crowd.Select(person => person.Id).Distinct().Count().ShouldBe(200);
        foreach (var person in new[] { crowd[0], crowd[^1] })
            (await person.Get($"/user/{person.Id}"))
                .ShouldBe(200)
                .Text("handle")
                .ShouldBe(person.Email.Split('@')[0]);
    }

    [Fact]
    public async Task A_password_of_the_cast_signs_in()
    {
        var ben = await Cast.Ben();

        (
            await TestServer.Shared.Anyone.Post(
                "/auth/login",
                new { email = ben.Email, password = Cast.Password }
            )
        )
            .ShouldBe(200)
            .Text("token")
            .ShouldNotBeNullOrEmpty();
    }
}
