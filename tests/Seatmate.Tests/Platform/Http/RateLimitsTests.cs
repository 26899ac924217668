using System.Globalization;

namespace Seatmate.Tests.Platform.Http;

public sealed class RateLimitsTests
{
    [Fact]
    public async Task Too_many_sign_ins_from_one_address_are_told_when_to_come_back()
    {
        await using var server = await TestServer.StartAsync(settings =>
            settings with
            {
                RateLimits = true,
                RateLimitSignIns = 3,
            }
        );
        var nobody = new { email = "nobody@seatmate.example", password = "Wrong1234" };

        for (var attempt = 0; attempt < 3; attempt++)
            (await server.Anyone.Post("/auth/login", nobody)).ShouldBe(401);
        var refused = await server.Anyone.Post("/auth/login", nobody);

        refused.ShouldFail(429, "too-many-requests");
        int.Parse(refused.Header("Retry-After")!, CultureInfo.InvariantCulture).ShouldBeInRange(1, 60);
        (await server.Anyone.Get("/events")).ShouldBe(200);
    }

    [Fact]
    public async Task One_person_who_asks_too_much_does_not_stop_another()
    {
        await using var server = await TestServer.StartAsync(settings =>
            settings with
            {
                RateLimits = true,
                RateLimitRequests = 5,
            }
        );
        var (ben, cleo) = (await Cast.Ben(server), await Cast.Cleo(server));

        for (var request = 0; request < 5; request++)
            (await ben.Get("/user")).ShouldBe(200);

        (await ben.Get("/user")).ShouldFail(429, "too-many-requests");
        (await cleo.Get("/user")).ShouldBe(200);
    }
}
