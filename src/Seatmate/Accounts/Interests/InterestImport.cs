using Microsoft.EntityFrameworkCore;
using Seatmate.Accounts.Consents;
using Seatmate.Accounts.Providers;
using Seatmate.Platform;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;

namespace Seatmate.Accounts.Interests;

/// <summary>The seam to those who know what a person likes.</summary>
public interface IInterestSource
{
    ProviderKind Kind { get; }

    /// <summary>In the order of how much they like it.</summary>
    Task<IReadOnlyList<string>> Of(Provider provider, string accessToken, CancellationToken cancel);
}

/// <summary>The artists somebody listens to most.</summary>
public sealed class SpotifyArtists(ProviderHttp http) : IInterestSource
{
    public ProviderKind Kind => ProviderKind.Spotify;

    public async Task<IReadOnlyList<string>> Of(
        Provider provider,
        string accessToken,
        CancellationToken cancel
    )
    {
        var address = new Uri(provider.Api, "v1/me/top/artists?limit=50").AbsoluteUri;
        var artists = await http.Get(provider, address, accessToken, cancel);
        return [.. artists.List("items").Select(artist => artist.Text("name")).OfType<string>()];
    }
}

/// <summary>Brings a person's interests when they link an account that knows some, and have agreed to it; what they
/// have already stays as it is. A source that is down takes nothing from the link: linking again brings
/// them.</summary>
public sealed class InterestImport(SeatmateDb db, IEnumerable<IInterestSource> sources)
{
    private const int InterestsMax = 50;

    public async Task Bring(Provider provider, string accessToken, long userId, CancellationToken cancel)
    {
        if (sources.FirstOrDefault(source => source.Kind == provider.Kind) is not { } source)
            return;
        if (await db.LastConsent(userId, ConsentKind.Interests, cancel) is not { Given: true })
            return;
        try
        {
            var found = await source.Of(provider, accessToken, cancel);
            var names = found
                .Select(name => name.Trim())
                .Where(name => name.Length is > 0 and <= Interest.LengthMax)
                .Where(name => TextRule.IsCleanText(name, lines: false))
                .Distinct(StringComparer.Ordinal)
                .Take(InterestsMax)
                .ToArray();
            await db.Database.ExecuteSqlAsync(
                $"""
                INSERT INTO accounts.interests (user_id, name, source)
                SELECT {userId}, name, {provider.Key} FROM unnest({names}) AS name
                ON CONFLICT ON CONSTRAINT interests_once DO NOTHING
                """,
                cancel
            );
        }
        catch (RefusedException) { }
    }
}
