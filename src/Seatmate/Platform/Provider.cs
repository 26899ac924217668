namespace Seatmate.Platform;

public enum ProviderKind
{
    OpenId,
    GitHub,
    Spotify,
}

/// <summary>Somebody outside who vouches for people: one line of the configuration. Home is the issuer of an OpenID
/// provider; Api is where a plain OAuth provider answers about the person.</summary>
public sealed record Provider(
    string Key,
    string Name,
    ProviderKind Kind,
    Uri Home,
    Uri Api,
    string ClientId,
    string ClientSecret
)
{
    public string Issuer => Home.AbsoluteUri.TrimEnd('/');
}

/// <summary>Reads providers from the settings.</summary>
public static class ProviderSettings
{
    private const StringSplitOptions Tidy =
        StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries;

    public static Provider[] Read(string? google, string? gitHub, string? spotify, string? others)
    {
        Provider?[] known =
        [
            Known("GOOGLE_CLIENT", google, "Google", ProviderKind.OpenId, "https://accounts.google.com"),
            Known("GITHUB_CLIENT", gitHub, "GitHub", ProviderKind.GitHub, "https://github.com"),
            Known("SPOTIFY_CLIENT", spotify, "Spotify", ProviderKind.Spotify, "https://accounts.spotify.com"),
        ];
        Provider[] all =
        [
            .. known.OfType<Provider>(),
            .. (others ?? "").Split([' ', ','], Tidy).Select(Other),
        ];
        return all.DistinctBy(provider => provider.Key).Count() == all.Length
            ? all
            : throw new StartRefusedException("OPENID_PROVIDERS names a provider twice.");
    }

    private static Provider? Known(
        string setting,
        string? client,
        string name,
        ProviderKind kind,
        string home
    )
    {
        if (client is null)
            return null;
        if (client.Split(':', 2) is not [{ Length: > 0 } id, { Length: > 0 } secret])
            throw new StartRefusedException($"{setting} must be a client's id and secret: id:secret.");
        var api = kind switch
        {
            ProviderKind.GitHub => "https://api.github.com",
            ProviderKind.Spotify => "https://api.spotify.com",
            _ => home,
        };
        return new(name.ToLowerInvariant(), name, kind, new(home), new(api), id, secret);
    }

    /// <summary>`Campus=https://client:secret@login.campus.example/realm`.</summary>
    private static Provider Other(string text)
    {
        if (
            text.Split('=', 2) is not [{ Length: > 0 and <= 40 } name, var address]
            || !name.All(sign => char.IsAsciiLetterOrDigit(sign) || sign is '-')
            || !Uri.TryCreate(address, UriKind.Absolute, out var home)
            || home.UserInfo.Split(':', 2) is not [{ Length: > 0 } id, { Length: > 0 } secret]
            || !IsSafe(home)
        )
            throw new StartRefusedException(
                "OPENID_PROVIDERS must hold providers such as Campus=https://client:secret@login.campus.example."
            );
        var issuer = new UriBuilder(home) { UserName = "", Password = "" }.Uri;
        return new(
            name.ToLowerInvariant(),
            name,
            ProviderKind.OpenId,
            issuer,
            issuer,
            Uri.UnescapeDataString(id),
            Uri.UnescapeDataString(secret)
        );
    }

    /// <summary>Secrets travel by TLS, or stay on this machine.</summary>
    private static bool IsSafe(Uri home) =>
        home.Query.Length == 0
        && home.Fragment.Length == 0
        && (home.Scheme == "https" || home.Scheme == "http" && home.IsLoopback);
}
