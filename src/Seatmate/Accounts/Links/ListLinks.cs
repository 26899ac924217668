using Microsoft.EntityFrameworkCore;
using Seatmate.Platform;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;

namespace Seatmate.Accounts.Links;

/// <summary>An outside account that signs the caller in.</summary>
public sealed record LinkDetails(
    long Id,
    string Provider,
    string ProviderName,
    string AccountName,
    DateTimeOffset CreatedAt,
    DateTimeOffset? LastUsedAt
);

/// <summary>The caller's own, the oldest first. A provider that is no longer configured is named by its key.</summary>
public static class ListLinks
{
    public static async Task<LinkDetails[]> Handle(
        Caller caller,
        SeatmateDb db,
        Settings settings,
        CancellationToken cancel
    )
    {
        var links = await db.Links.AsNoTracking().Of(caller).OrderBy(link => link.Id).ToListAsync(cancel);
        var names = settings.Providers.ToDictionary(p => p.Key, p => p.Name, StringComparer.Ordinal);
        return
        [
            .. links.Select(link => new LinkDetails(
                link.Id,
                link.Provider,
                names.GetValueOrDefault(link.Provider, link.Provider),
                link.AccountName,
                link.CreatedAt,
                link.LastUsedAt
            )),
        ];
    }
}
