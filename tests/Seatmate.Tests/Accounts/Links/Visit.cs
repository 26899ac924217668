using Microsoft.AspNetCore.WebUtilities;
using Seatmate.Tests.Accounts.Providers;

namespace Seatmate.Tests.Accounts.Links;

/// <summary>A server that knows the fake providers.</summary>
public sealed class ProviderServer : IAsyncLifetime
{
    public FakeProvider Provider { get; } = new();
    public TestServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        await Provider.InitializeAsync();
        Server = await TestServer.StartAsync(settings =>
            settings with
            {
                Providers = [Provider.OpenId, Provider.GitHub, Provider.Spotify],
            }
        );
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        await Provider.DisposeAsync();
    }
}

/// <summary>Somebody's way to a provider and back, as their browser goes it.</summary>
public sealed class Visit
{
    private readonly Client client;
    private readonly FakeProvider provider;
    private readonly string key;
    private readonly Dictionary<string, string> query;

    private Visit(Client client, FakeProvider provider, string key, Answer started)
    {
        this.client = client;
        this.provider = provider;
        this.key = key;
        Address = new Uri(started.Text("address")!);
        Cookie = started.Header("Set-Cookie")!.Split(';')[0];
        query = QueryHelpers
            .ParseQuery(Address.Query)
            .ToDictionary(pair => pair.Key, pair => pair.Value.ToString(), StringComparer.Ordinal);
    }

    public Uri Address { get; }
    public string Cookie { get; set; }
    public string State => query["state"];
    public string? Nonce => query.GetValueOrDefault("nonce");

    public string Asked(string parameter) => query[parameter];

    public static Task<Visit> ToSignIn(ProviderServer world, string key = "campus") =>
        Start(world.Server.Anyone, world, key, "sign-in");

    public static Task<Visit> ToLink(Person person, ProviderServer world, string key = "campus") =>
        Start(person, world, key, "link");

    /// <summary>The provider recognises somebody of this address and sends them back.</summary>
    public Task<Answer> Return(string subject, string? email, bool verified = true, object? profile = null) =>
        Back(
            new
            {
                sub = subject,
                email,
                email_verified = verified,
                name = "Eve Lindqvist",
                nonce = Nonce,
            },
            profile
        );

    /// <summary>The same with any claims.</summary>
    public Task<Answer> Back(object claims, object? profile = null) =>
        Finish(new { state = State, code = provider.Grant(Asked("code_challenge"), claims, profile) });

    /// <summary>The browser brings whatever it brings.</summary>
    public Task<Answer> Finish(object reply, Client? by = null) =>
        (by ?? client).Post($"/auth/providers/{key}/return", reply, ("Cookie", Cookie));

    private static async Task<Visit> Start(Client client, ProviderServer world, string key, string what)
    {
        var started = (await client.Post($"/auth/providers/{key}/{what}")).ShouldBe(200);
        return new(client, world.Provider, key, started);
    }
}
