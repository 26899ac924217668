using Microsoft.EntityFrameworkCore;
using Seatmate.Accounts.Contracts;
using Seatmate.Platform;
using Seatmate.Platform.Database;
using Seatmate.Platform.Outbox;

namespace Seatmate.Accounts.Proofs;

/// <summary>How many ways into an account were taken off that need no password.</summary>
public sealed record WaysTaken(int Passkeys, int Connections, int Keys)
{
    /// <summary>For people to read; null when there were none.</summary>
    public string? InWords()
    {
        string[] kinds =
        [
            .. new[] { (Passkeys, "passkey"), (Connections, "connection"), (Keys, "key") }
                .Where(kind => kind.Item1 > 0)
                .Select(kind => kind.Item1 == 1 ? $"1 {kind.Item2}" : $"{kind.Item1} {kind.Item2}s"),
        ];
        var verb = Passkeys + Connections + Keys == 1 ? "was" : "were";
        return kinds switch
        {
            [] => null,
            [var one] => $"{one} {verb} removed",
            [.. var before, var last] => $"{string.Join(", ", before)} and {last} {verb} removed",
        };
    }
}

/// <summary>What opens an account without its password: passkeys, connected outside accounts and keys for
/// programs.</summary>
public static class OtherWaysIn
{
    /// <summary>Takes all of them off, in the caller's transaction, where the password must have been written: the
    /// database lets nobody lose their last way in. What is noted is what is noted when a person takes them off one by
    /// one; nobody did it where an operator did.</summary>
    internal static async Task<WaysTaken> Take(
        SeatmateDb db,
        long? actor,
        long userId,
        DateTimeOffset now,
        CancellationToken cancel
    )
    {
        var person = $"user:{userId}";
        var passkeys = await Deleted<long>(
            db,
            $"""DELETE FROM accounts.passkeys WHERE user_id = {userId} RETURNING id AS "Value" """,
            cancel
        );
        passkeys.ForEach(id => db.Note(actor, "accounts.passkey_removed", person, new { id }));
        if (passkeys.Count > 0)
            db.Publish(new AccessChanged(userId, AccessChange.PasskeyRemoved, now));
        var providers = await Deleted<string>(
            db,
            $"""DELETE FROM accounts.links WHERE user_id = {userId} RETURNING provider AS "Value" """,
            cancel
        );
        providers.ForEach(provider => db.Note(actor, "accounts.unlinked", person, new { provider }));
        var keys = await Deleted<KeyTaken>(
            db,
            $"""
            DELETE FROM accounts.api_keys WHERE user_id = {userId}
            RETURNING id AS "Id", organiser_id AS "OrganiserId"
            """,
            cancel
        );
        keys.ForEach(key => db.Note(actor, "accounts.key_revoked", $"key:{key.Id}", null, key.OrganiserId));
        return new(passkeys.Count, providers.Count, keys.Count);
    }

    private static Task<List<T>> Deleted<T>(SeatmateDb db, FormattableString sql, CancellationToken cancel) =>
        db.Database.SqlQuery<T>(sql).ToListAsync(cancel);

    private sealed record KeyTaken(long Id, long? OrganiserId);
}
