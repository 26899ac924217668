using System.Buffers.Text;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Seatmate.Accounts.Contracts;
using Seatmate.Platform;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;

namespace Seatmate.Notifications.Push;

/// <summary>What a browser says of its subscription: `PushSubscription.toJSON()`, flattened.</summary>
public sealed record SubscribeToPushRequest(
    [property: Required] string Endpoint,
    [property: Required, MaxLength(100)] string P256dh,
    [property: Required, MaxLength(100)] string Auth
);

/// <summary>Pushes to the caller's browser from now on, for as long as their session lives. The same browser again is
/// the same subscription, whoever is signed in there now: only it has its keys. Of more than it may be the oldest
/// goes; the person's lock counts them.</summary>
public static class SubscribeToPush
{
    public const int PerPersonMax = 20;

    public static async Task<Results<Created<PushSubscriptionDetails>, Problem>> Handle(
        SubscribeToPushRequest request,
        Caller caller,
        SeatmateDb db,
        PushServices services,
        CancellationToken cancel
    )
    {
        if (!services.MayBe(request.Endpoint))
            return Problem.Invalid("endpoint", "Must be the address of a public push service.");
        var keys = new BrowserKeys(Bytes(request.P256dh), Bytes(request.Auth));
        if (!keys.AreUsable())
            return Problem.Invalid("p256dh", "These are not the keys of a browser's subscription.");
        var kept = await db.InTransaction(() => Keep(request, keys, caller, db, cancel), cancel);
        return kept is null
            ? new Problem(409, "taken", "This address is known with other keys")
            : TypedResults.Created((string?)null, kept);
    }

    private static async Task<PushSubscriptionDetails?> Keep(
        SubscribeToPushRequest request,
        BrowserKeys keys,
        Caller caller,
        SeatmateDb db,
        CancellationToken cancel
    )
    {
        await db.LockPerson(caller.UserId, cancel);
        var written = await db
            .PushSubscriptions.FromSql(
                $"""
                INSERT INTO notifications.push_subscriptions AS s (user_id, session_id, endpoint, p256dh, auth)
                VALUES ({caller.UserId}, {caller.SessionId}, {request.Endpoint}, {keys.P256dh}, {keys.Auth})
                ON CONFLICT ON CONSTRAINT push_subscriptions_endpoint_once DO UPDATE
                    SET user_id = excluded.user_id, session_id = excluded.session_id, failures = 0
                    WHERE s.p256dh = excluded.p256dh AND s.auth = excluded.auth
                RETURNING s.*
                """
            )
            .AsNoTracking()
            .ToListAsync(cancel);
        if (written is not [var kept])
            return null;
        await db
            .PushSubscriptions.OwnedBy(caller.UserId)
            .Where(other => other.Id != kept.Id)
            .OrderByDescending(other => other.Id)
            .Skip(PerPersonMax - 1)
            .ExecuteDeleteAsync(cancel);
        db.Note(caller.UserId, "notifications.push_subscribed", $"user:{caller.UserId}", new { kept.Id });
        return PushSubscriptionDetails.Of(kept);
    }

    private static byte[] Bytes(string text) =>
        Base64Url.IsValid(text) ? Base64Url.DecodeFromChars(text) : [];
}
