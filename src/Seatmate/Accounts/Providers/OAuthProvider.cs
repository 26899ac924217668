using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Seatmate.Platform;
using Seatmate.Platform.Http;

namespace Seatmate.Accounts.Providers;

/// <summary>GitHub and Spotify: OAuth 2 with state and PKCE, and the person asked from their API, since they give no id
/// token. The code was redeemed by us over TLS for our client, so the answer is about who consented.</summary>
public sealed class OAuthProvider(ProviderHttp http) : IOutsideProvider
{
    public ProviderKind[] Kinds => [ProviderKind.GitHub, ProviderKind.Spotify];

    public Task<Uri> SignInAddress(Provider provider, Passage passage, CancellationToken cancel)
    {
        var (path, scope) =
            provider.Kind == ProviderKind.GitHub
                ? ("login/oauth/authorize", "read:user user:email")
                : ("authorize", "user-read-email user-top-read");
        var address = QueryHelpers.AddQueryString(
            new Uri(provider.Home, path).AbsoluteUri,
            new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["response_type"] = "code",
                ["client_id"] = provider.ClientId,
                ["redirect_uri"] = passage.ReturnTo.AbsoluteUri,
                ["scope"] = scope,
                ["state"] = passage.State,
                ["code_challenge"] = passage.CodeChallenge,
                ["code_challenge_method"] = "S256",
            }
        );
        return Task.FromResult(new Uri(address));
    }

    public async Task<OutsidePerson> Recognise(
        Provider provider,
        Passage passage,
        string code,
        CancellationToken cancel
    )
    {
        var isGitHub = provider.Kind == ProviderKind.GitHub;
        var path = isGitHub ? "login/oauth/access_token" : "api/token";
        var tokens = await http.Redeem(
            provider,
            new Uri(provider.Home, path).AbsoluteUri,
            passage,
            code,
            basic: !isGitHub,
            cancel
        );
        var accessToken = tokens.Text("access_token")!;
        return isGitHub
            ? await OfGitHub(provider, accessToken, cancel)
            : await OfSpotify(provider, accessToken, cancel);
    }

    private async Task<OutsidePerson> OfGitHub(
        Provider provider,
        string accessToken,
        CancellationToken cancel
    )
    {
        var user = await Ask(provider, "user", accessToken, cancel);
        if (!user.TryGetProperty("id", out var id) || !id.TryGetInt64(out var number))
            throw new RefusedException(ProviderProblems.NotTrusted(provider));
        var emails = await Ask(provider, "user/emails", accessToken, cancel);
        var primary =
            emails.ValueKind == JsonValueKind.Array
                ? emails.EnumerateArray().FirstOrDefault(each => IsTrue(each, "primary"))
                : default;
        return new(
            $"{number}",
            user.Text("name") ?? user.Text("login"),
            user.Text("login"),
            primary.Text("email"),
            IsTrue(primary, "verified"),
            accessToken
        );
    }

    /// <summary>Spotify says itself that it does not verify addresses.</summary>
    private async Task<OutsidePerson> OfSpotify(
        Provider provider,
        string accessToken,
        CancellationToken cancel
    )
    {
        var me = await Ask(provider, "v1/me", accessToken, cancel);
        return me.Text("id") is { Length: > 0 and <= 255 } id
            ? new(id, me.Text("display_name"), me.Text("display_name"), me.Text("email"), false, accessToken)
            : throw new RefusedException(ProviderProblems.NotTrusted(provider));
    }

    private Task<JsonElement> Ask(
        Provider provider,
        string path,
        string accessToken,
        CancellationToken cancel
    ) => http.Get(provider, new Uri(provider.Api, path).AbsoluteUri, accessToken, cancel);

    private static bool IsTrue(JsonElement element, string field) =>
        element.ValueKind == JsonValueKind.Object
        && element.TryGetProperty(field, out var value)
        && value.ValueKind == JsonValueKind.True;
}
