using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Seatmate.Platform;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;

namespace Seatmate.Events.Reviews;

/// <summary>Takes a review away: its writer, or an admin; of two who do so at once one is told that it is
/// gone.</summary>
public static class DeleteReview
{
    public static async Task<Results<Ok<Done>, Problem>> Handle(
        long id,
        long rid,
        Caller caller,
        SeatmateDb db,
        CancellationToken cancel
    )
    {
        var (review, problem) = await db.FindReview(id, rid, caller.AsViewer, cancel);
        if (review is null)
            return problem!;
        if (review.UserId != caller.UserId && !caller.IsAdmin)
            return Problem.Forbidden("You can only take your own review away");
        var gone = await db.InTransaction(
            async () =>
            {
                db.Note(caller.UserId, "events.review_deleted", $"review:{rid}");
                return await db.Reviews.Where(r => r.Id == rid).ExecuteDeleteAsync(cancel);
            },
            cancel,
            deleted => deleted > 0
        );
        return gone > 0
            ? TypedResults.Ok(new Done("Review deleted successfully"))
            : Problem.NotFound("Review", rid);
    }
}
