using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Seatmate.Platform;

namespace Seatmate.Tests.Accounts.Providers;

/// <summary>Providers that a test can make lie: OpenID, GitHub and Spotify in one, on a port of this machine. It checks
/// code, client and PKCE as a real one does.</summary>
public sealed class FakeProvider : IAsyncLifetime
{
    public const string ClientId = "seatmate";
    public const string ClientSecret = "a secret: of the tests";

    private readonly RSA key = RSA.Create(2048);
    private readonly Dictionary<string, Given> grants = new(StringComparer.Ordinal);
    private WebApplication app = null!;
    private int numbers;

    public Uri Home { get; private set; } = null!;

    /// <summary>Answers everything with this status instead.</summary>
    public int? Broken { get; set; }

    public Provider OpenId => Known("campus", "Campus", ProviderKind.OpenId);
    public Provider GitHub => Known("github", "GitHub", ProviderKind.GitHub);
    public Provider Spotify => Known("spotify", "Spotify", ProviderKind.Spotify);

    /// <summary>A subject that nobody has been yet.</summary>
    public static string NewSubject() => $"s-{Guid.NewGuid():N}";

    /// <summary>Somebody has signed in there: the code that the browser brings back.</summary>
    /// <param name="challenge">The code challenge of the visit.</param>
    /// <param name="claims">What the id token says beside the usual, or instead of it.</param>
    /// <param name="profile">What the API says about the person.</param>
    public string Grant(string challenge, object claims, object? profile = null)
    {
        var code = $"code-{Interlocked.Increment(ref numbers)}";
        lock (grants)
            grants[code] = new Given(challenge, Json(claims), profile is null ? null : Json(profile));
        return code;
    }

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.Use(
            async (HttpContext context, RequestDelegate next) =>
            {
                if (Broken is { } status)
                    context.Response.StatusCode = status;
                else
                    await next(context);
            }
        );
        app.MapGet("/.well-known/openid-configuration", () => Metadata());
        app.MapGet("/keys", () => new JsonObject { ["keys"] = new JsonArray(PublicKey()) });
        app.MapPost("/token", (Delegate)Redeem);
        app.MapPost("/login/oauth/access_token", (Delegate)Redeem);
        app.MapPost("/api/token", (Delegate)Redeem);
        app.MapGet("/user", (HttpContext context) => Of(context, "user"));
        app.MapGet("/user/emails", (HttpContext context) => Of(context, "emails"));
        app.MapGet("/v1/me", (HttpContext context) => Of(context, "me"));
        app.MapGet("/v1/me/top/artists", (HttpContext context) => Of(context, "artists"));
        await app.StartAsync();
        Home = new Uri(app.Urls.Single());
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        key.Dispose();
    }

    private Provider Known(string id, string name, ProviderKind kind) =>
        new(id, name, kind, Home, Home, ClientId, ClientSecret);

    private JsonObject Metadata() =>
        new()
        {
            ["issuer"] = Home.AbsoluteUri.TrimEnd('/'),
            ["authorization_endpoint"] = new Uri(Home, "/authorize").AbsoluteUri,
            ["token_endpoint"] = new Uri(Home, "/token").AbsoluteUri,
            ["jwks_uri"] = new Uri(Home, "/keys").AbsoluteUri,
        };

    private JsonObject PublicKey()
    {
        var parts = key.ExportParameters(false);
        return new()
        {
            ["kty"] = "RSA",
            ["kid"] = "one",
            ["use"] = "sig",
            ["n"] = Base64Url.EncodeToString(parts.Modulus),
            ["e"] = Base64Url.EncodeToString(parts.Exponent),
        };
    }

    private async Task<IResult> Redeem(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync();
        Given? grant;
        lock (grants)
            grants.Remove(form["code"].ToString(), out grant);
        if (grant is null || !IsClient(context, form))
            return Results.Json(new { error = "invalid_grant" }, statusCode: 400);
        var verifier = SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString()));
        if (Base64Url.EncodeToString(verifier) != grant.Challenge)
            return Results.Json(new { error = "invalid_grant" }, statusCode: 400);
        var accessToken = $"access-{Interlocked.Increment(ref numbers)}";
        lock (grants)
            grants[accessToken] = grant;
        return Results.Json(
            new
            {
                access_token = accessToken,
                token_type = "Bearer",
                id_token = Sign(grant.Claims),
            }
        );
    }

    private static bool IsClient(HttpContext context, IFormCollection form)
    {
        if (form["client_secret"] == ClientSecret && form["client_id"] == ClientId)
            return true;
        var sent = context.Request.Headers.Authorization.ToString();
        var known = $"{Uri.EscapeDataString(ClientId)}:{Uri.EscapeDataString(ClientSecret)}";
        return sent == $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(known))}";
    }

    private IResult Of(HttpContext context, string part)
    {
        var accessToken = context.Request.Headers.Authorization.ToString().Replace("Bearer ", "");
        Given? grant;
        lock (grants)
            grants.TryGetValue(accessToken, out grant);
        return grant?.Profile?[part] is { } found
            ? Results.Text(found.ToJsonString(), "application/json")
            : Results.StatusCode(grant is null ? 401 : 403);
    }

    private string Sign(JsonObject stated)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var claims = new JsonObject
        {
            ["iss"] = Home.AbsoluteUri.TrimEnd('/'),
            ["aud"] = ClientId,
            ["exp"] = now + 300,
            ["iat"] = now,
        };
        foreach (var (name, value) in stated)
            claims[name] = value?.DeepClone();
        var body =
            Base64Url.EncodeToString("""{"alg":"RS256","kid":"one"}"""u8)
            + "."
            + Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims.ToJsonString()));
        var signature = key.SignData(
            Encoding.ASCII.GetBytes(body),
            HashAlgorithmName.SHA256,
            RSASignaturePadding.Pkcs1
        );
        return $"{body}.{Base64Url.EncodeToString(signature)}";
    }

    private static JsonObject Json(object value) => JsonSerializer.SerializeToNode(value)!.AsObject();

    private sealed record Given(string Challenge, JsonObject Claims, JsonObject? Profile);
}
