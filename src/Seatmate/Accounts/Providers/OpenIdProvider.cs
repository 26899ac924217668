using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Seatmate.Platform;
using Seatmate.Platform.Http;

namespace Seatmate.Accounts.Providers;

/// <summary>Any provider of OpenID Connect, by what it publishes about itself: the code flow with state, nonce and
/// PKCE. What it publishes is remembered for an hour, its keys are read anew when a token names one that is not
/// known.</summary>
public sealed class OpenIdProvider(ProviderHttp http, TimeProvider clock) : IOutsideProvider
{
    private static readonly TimeSpan Remembered = TimeSpan.FromHours(1);
    private static readonly TimeSpan KeysAgainAfter = TimeSpan.FromSeconds(10);
    private readonly ConcurrentDictionary<string, Metadata> known = new(StringComparer.Ordinal);

    public ProviderKind[] Kinds => [ProviderKind.OpenId];

    public async Task<Uri> SignInAddress(Provider provider, Passage passage, CancellationToken cancel)
    {
        var metadata = await Find(provider, cancel);
        return new(
            QueryHelpers.AddQueryString(
                metadata.AuthorizationEndpoint,
                new Dictionary<string, string?>(StringComparer.Ordinal)
                {
                    ["response_type"] = "code",
                    ["client_id"] = provider.ClientId,
                    ["redirect_uri"] = passage.ReturnTo.AbsoluteUri,
                    ["scope"] = "openid email profile",
                    ["state"] = passage.State,
                    ["nonce"] = passage.Nonce,
                    ["code_challenge"] = passage.CodeChallenge,
                    ["code_challenge_method"] = "S256",
                }
            )
        );
    }

    public async Task<OutsidePerson> Recognise(
        Provider provider,
        Passage passage,
        string code,
        CancellationToken cancel
    )
    {
        var metadata = await Find(provider, cancel);
        var tokens = await http.Redeem(
            provider,
            metadata.TokenEndpoint,
            passage,
            code,
            metadata.WantsBasic,
            cancel
        );
        try
        {
            var idToken = tokens.Text("id_token") ?? "";
            if (
                IdTokens.NamesUnknownKey(idToken, metadata.Keys)
                && clock.GetUtcNow() - metadata.ReadAt >= KeysAgainAfter
            )
                metadata = known[provider.Key] = await Read(provider, cancel);
            var terms = new IdTokenTerms(
                metadata.Issuer,
                provider.ClientId,
                passage.Nonce,
                clock.GetUtcNow()
            );
            var claims = IdTokens.Verify(idToken, metadata.Keys, terms);
            return await Person(provider, metadata, claims, tokens.Text("access_token")!, cancel);
        }
        catch (IdTokenRefusedException)
        {
            throw new RefusedException(ProviderProblems.NotTrusted(provider));
        }
    }

    /// <summary>Some tell who it is in the token, others where one asks for it: then it must be the same
    /// person.</summary>
    private async Task<OutsidePerson> Person(
        Provider provider,
        Metadata metadata,
        JsonElement claims,
        string accessToken,
        CancellationToken cancel
    )
    {
        var subject = claims.Text("sub")!;
        if (claims.Text("email") is null && metadata.UserInfoEndpoint is { } endpoint)
        {
            claims = await http.Get(provider, endpoint, accessToken, cancel);
            if (claims.Text("sub") != subject)
                throw new RefusedException(ProviderProblems.NotTrusted(provider));
        }
        return new(
            subject,
            claims.Text("name"),
            claims.Text("preferred_username") ?? claims.Text("nickname"),
            claims.Text("email"),
            IsTrue(claims, "email_verified"),
            accessToken
        );
    }

    private static bool IsTrue(JsonElement claims, string field) =>
        claims.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.True
        || claims.Text(field) == "true";

    private async Task<Metadata> Find(Provider provider, CancellationToken cancel)
    {
        if (known.TryGetValue(provider.Key, out var found) && clock.GetUtcNow() - found.ReadAt < Remembered)
            return found;
        return known[provider.Key] = await Read(provider, cancel);
    }

    private async Task<Metadata> Read(Provider provider, CancellationToken cancel)
    {
        var published = await http.Get(
            provider,
            $"{provider.Issuer}/.well-known/openid-configuration",
            null,
            cancel
        );
        var issuer = published.Text("issuer");
        if (
            issuer?.TrimEnd('/') != provider.Issuer
            || Address("authorization_endpoint") is not { } authorization
            || Address("token_endpoint") is not { } token
            || Address("jwks_uri") is not { } keys
        )
            throw new RefusedException(ProviderProblems.NotTrusted(provider));
        var methods = published
            .List("token_endpoint_auth_methods_supported")
            .Select(each => each.ToString())
            .ToList();
        return new(
            issuer,
            authorization,
            token,
            Address("userinfo_endpoint"),
            methods is [] || methods.Contains("client_secret_basic"),
            [.. (await http.Get(provider, keys, null, cancel)).List("keys")],
            clock.GetUtcNow()
        );

        // A provider that is asked by TLS sends nobody where there is none.
        string? Address(string field) =>
            Uri.TryCreate(published.Text(field), UriKind.Absolute, out var address)
            && (address.Scheme == "https" || address.Scheme == provider.Home.Scheme)
                ? address.AbsoluteUri
                : null;
    }

    private sealed record Metadata(
        string Issuer,
        string AuthorizationEndpoint,
        string TokenEndpoint,
        string? UserInfoEndpoint,
        bool WantsBasic,
        JsonElement[] Keys,
        DateTimeOffset ReadAt
    );
}
