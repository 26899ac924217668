using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;

namespace Seatmate.Notifications.Push;

/// <summary>A browser of the caller's that is pushed to. By its endpoint it knows itself.</summary>
public sealed record PushSubscriptionDetails(
    long Id,
    string Endpoint,
    DateTimeOffset CreatedAt,
    DateTimeOffset? LastOkAt
)
{
    internal static PushSubscriptionDetails Of(PushSubscription kept) =>
        new(kept.Id, kept.Endpoint, kept.CreatedAt, kept.LastOkAt);
}

/// <summary>The caller's browsers that are pushed to, newest first; there are never more than a few.</summary>
public static class ListPushSubscriptions
{
    public static async Task<Ok<PushSubscriptionDetails[]>> Handle(
        Caller caller,
        SeatmateDb db,
        CancellationToken cancel
    ) =>
        TypedResults.Ok(
            (
                await db
                    .PushSubscriptions.AsNoTracking()
                    .OwnedBy(caller.UserId)
                    .OrderByDescending(kept => kept.Id)
                    .Take(SubscribeToPush.PerPersonMax)
                    .ToListAsync(cancel)
            )
                .Select(PushSubscriptionDetails.Of)
                .ToArray()
        );
}

/// <summary>With what a browser subscribes: the public key of this installation.</summary>
public sealed record PushKey(string PublicKey);

public static class ShowPushKey
{
    public static Ok<PushKey> Handle(Vapid vapid) => TypedResults.Ok(new PushKey(vapid.PublicKey));
}
