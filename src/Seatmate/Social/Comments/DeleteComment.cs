using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Seatmate.Platform;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;
using Seatmate.Social.Posts;

namespace Seatmate.Social.Comments;

/// <summary>Takes a comment away; of two who do so at once one is told that it is gone.</summary>
public static class DeleteComment
{
    public static async Task<Results<Ok<Done>, Problem>> Handle(
        long id,
        long cid,
        Caller caller,
        SeatmateDb db,
        CancellationToken cancel
    )
    {
        var (comment, problem) = await db.FindComment(id, cid, cancel);
        if (comment is null)
            return problem!;
        if (!caller.MayDelete(comment.AuthorId))
            return Problem.Forbidden("You can only delete your own comments");
        var gone = await db.InTransaction(
            async () =>
            {
                db.Note(caller.UserId, "social.comment_deleted", $"comment:{cid}");
                return await db.Comments.Where(c => c.Id == cid).ExecuteDeleteAsync(cancel);
            },
            cancel,
            deleted => deleted > 0
        );
        return gone > 0
            ? TypedResults.Ok(new Done("Comment deleted successfully"))
            : Problem.NotFound("Comment", cid);
    }
}
