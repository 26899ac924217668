using Seatmate.Tests.Accounts.Providers;

namespace Seatmate.Tests.Accounts.Links;

public sealed class StartProviderSignInTests(ProviderServer world) : IClassFixture<ProviderServer>
{
    [Fact]
    public async Task The_address_has_state_nonce_and_a_challenge_that_are_new_each_time()
    {
        var (one, other) = (await Visit.ToSignIn(world), await Visit.ToSignIn(world));

        one.Address.GetLeftPart(UriPartial.Path)
            .ShouldBe(new Uri(world.Provider.Home, "/authorize").AbsoluteUri);
        one.Asked("code_challenge_method").ShouldBe("S256");
        one.Asked("redirect_uri").ShouldEndWith("/connect/campus");
        foreach (var secret in new[] { "state", "nonce", "code_challenge" })
        {
            one.Asked(secret).Length.ShouldBe(43);
            one.Asked(secret).ShouldNotBe(other.Asked(secret));
        }
    }

    [Fact]
    public async Task The_configured_providers_are_listed_for_anybody() =>
        (await world.Server.Anyone.Get("/auth/providers"))
            .Rows.Select(row => row.GetProperty("key").GetString())
            .ShouldBe(["campus", "github", "spotify"]);

    [Fact]
    public async Task Nobody_is_listed_where_nobody_is_configured() =>
        (await TestServer.Shared.Anyone.Get("/auth/providers")).Rows.ShouldBeEmpty();

    [Fact]
    public async Task A_provider_that_is_not_configured_is_not_there() =>
        (await world.Server.Anyone.Post("/auth/providers/google/sign-in")).ShouldFail(404, "not-found");

    [Fact]
    public async Task A_provider_that_is_down_is_said_to_be_so()
    {
        await using var gone = new FakeProvider();
        await gone.InitializeAsync();
        await using var server = await TestServer.StartAsync(settings =>
            settings with
            {
                Providers = [gone.OpenId],
            }
        );

        gone.Broken = 500;
        (await server.Anyone.Post("/auth/providers/campus/sign-in")).ShouldFail(503, "provider-down");
        gone.Broken = 404;
        (await server.Anyone.Post("/auth/providers/campus/sign-in")).ShouldFail(400, "provider-code");
        await gone.DisposeAsync();
        (await server.Anyone.Post("/auth/providers/campus/sign-in")).ShouldFail(503, "provider-down");
    }
}
