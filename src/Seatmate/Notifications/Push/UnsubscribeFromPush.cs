using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Seatmate.Platform;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;

namespace Seatmate.Notifications.Push;

/// <summary>Pushes no more to one of the caller's browsers; what waits for it goes too.</summary>
public static class UnsubscribeFromPush
{
    public static async Task<Results<Ok<Done>, Problem>> Handle(
        long id,
        Caller caller,
        SeatmateDb db,
        CancellationToken cancel
    )
    {
        var isGone = await db.InTransaction(
            async () =>
            {
                var mine = db.PushSubscriptions.OwnedBy(caller.UserId).Where(kept => kept.Id == id);
                if (await mine.ExecuteDeleteAsync(cancel) == 0)
                    return false;
                db.Note(
                    caller.UserId,
                    "notifications.push_unsubscribed",
                    $"user:{caller.UserId}",
                    new { id }
                );
                return true;
            },
            cancel
        );
        return isGone ? TypedResults.Ok(new Done("Unsubscribed")) : Problem.NotFound("Subscription", id);
    }
}
