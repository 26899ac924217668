using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Seatmate.Platform;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;
using Seatmate.Social.Posts;

namespace Seatmate.Social.Likes;

/// <summary>Takes a like away: its giver, or an admin.</summary>
public static class UnlikePost
{
    public static async Task<Results<Ok<Done>, Problem>> Handle(
        long id,
        long lid,
        Caller caller,
        SeatmateDb db,
        CancellationToken cancel
    )
    {
        var (like, problem) = await ShowLike.Find(db, id, lid, cancel);
        if (like is null)
            return problem!;
        if (!caller.MayDelete(like.UserId))
            return Problem.Forbidden("You can only take your own like away");
        var gone = await db.InTransaction(
            async () =>
            {
                db.Note(caller.UserId, "social.post_unliked", $"post:{id}");
                return await db.Likes.Where(l => l.Id == lid).ExecuteDeleteAsync(cancel);
            },
            cancel,
            deleted => deleted > 0
        );
        return gone > 0
            ? TypedResults.Ok(new Done("Like removed successfully"))
            : Problem.NotFound("Like", lid);
    }
}
