using Microsoft.Extensions.DependencyInjection;
using Seatmate.Accounts.Sessions;

namespace Seatmate.Tests.Accounts.Sessions;

public sealed class SignOutTests
{
    [Fact]
    public async Task A_token_is_dead_once_its_person_has_signed_out()
    {
        var ben = await Cast.Ben();

        (await ben.Post("/auth/logout")).ShouldBe(200).Text("message").ShouldBe("Signed out successfully");

        (await ben.Get("/user")).ShouldFail(401, "sign-in-needed");
        (await ben.Post("/auth/logout")).ShouldFail(401, "sign-in-needed");
    }

    [Fact]
    public async Task The_other_devices_stay_signed_in()
    {
        var ben = await Cast.Ben();
        var login = new { email = ben.Email, password = Cast.Password };
        var phone = new Client(
            ben.Server,
            (await ben.Server.Anyone.Post("/auth/login", login)).Text("token")
        );

        (await ben.Post("/auth/logout")).ShouldBe(200);

        (await phone.Get("/auth/session")).ShouldBe(200);
    }

    [Fact]
    public async Task A_token_is_dead_on_every_server_of_the_same_database_at_once()
    {
        var second = await TestServer.SharedBeside;
        foreach (var ben in await Cast.Crowd(10))
        {
            var there = new Client(second, ben.Token);
            (await there.Get("/auth/session")).ShouldBe(200);
            (await there.Get("/auth/session")).ShouldBe(200);

            (await ben.Post("/auth/logout")).ShouldBe(200);

            // The signal is on its way when the answer comes: a moment, not the token's hours.
            await Eventually.ShouldBeTrue(
                async () => (await there.Get("/auth/session")).Status == 401,
                "the token is dead on the second server",
                TimeSpan.FromSeconds(2)
            );
        }
    }

    [Fact]
    public async Task A_server_that_hears_no_signals_asks_the_database()
    {
        await using var deaf = await TestServer.Shared.StartBesideAsync();
        var ben = await Cast.Ben();
        var there = new Client(deaf, ben.Token);
        (await there.Get("/auth/session")).ShouldBe(200);
        deaf.Services.GetRequiredService<LivingSessions>().Deaf();

        (await ben.Post("/auth/logout")).ShouldBe(200);

        (await there.Get("/auth/session")).ShouldBe(401);
    }

    [Fact]
    public async Task The_cookie_of_a_browser_is_cleared()
    {
        var ben = await Cast.Ben();

        var answer = (await ben.Post("/auth/logout")).ShouldBe(200);

        answer
            .Header("Set-Cookie")
            .ShouldNotBeNull()
            .ShouldContain("seatmate_session=; expires=Thu, 01 Jan 1970");
    }
}
