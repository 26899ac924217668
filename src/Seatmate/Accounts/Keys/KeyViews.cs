using Seatmate.Accounts.Contracts;

namespace Seatmate.Accounts.Keys;

/// <summary>A key without its secret: it begins with `sm_` and its prefix.</summary>
public sealed record KeyDetails(
    long Id,
    string Name,
    string Prefix,
    IReadOnlyList<string> Scopes,
    long? OrganiserId,
    UserSummary? MadeBy,
    DateTimeOffset CreatedAt,
    DateTimeOffset? LastUsedAt,
    DateTimeOffset? ExpiresAt
);

public static class KeyViews
{
    public static async Task<List<KeyDetails>> Show(
        IReadOnlyCollection<ApiKey> keys,
        IPeople people,
        CancellationToken cancel
    )
    {
        var names = await people.Summaries([.. keys.Select(key => key.UserId).Distinct()], cancel);
        return
        [
            .. keys.Select(key => new KeyDetails(
                key.Id,
                key.Name,
                key.Prefix,
                key.Scopes,
                key.OrganiserId,
                names.GetValueOrDefault(key.UserId),
                key.CreatedAt,
                key.LastUsedAt,
                key.ExpiresAt
            )),
        ];
    }
}
