using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Seatmate.Platform;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;

namespace Seatmate.Social.Posts;

/// <summary>Deletes a post with its comments and likes, which its foreign keys take along.</summary>
public static class DeletePost
{
    public static async Task<Results<Ok<Done>, Problem>> Handle(
        long id,
        Caller caller,
        SeatmateDb db,
        CancellationToken cancel
    )
    {
        if (await db.Posts.ForEverybody().SingleOrDefaultAsync(p => p.Id == id, cancel) is not { } post)
            return Problem.NotFound("Post", id);
        if (!caller.MayDelete(post.AuthorId))
            return Problem.Forbidden("You can only delete your own posts");
        var gone = await db.InTransaction(
            async () =>
            {
                db.Note(caller.UserId, "social.post_deleted", $"post:{id}");
                return await db.Posts.Where(p => p.Id == id).ExecuteDeleteAsync(cancel);
            },
            cancel,
            deleted => deleted > 0
        );
        return gone > 0
            ? TypedResults.Ok(new Done($"Post '{post.Title}' deleted successfully"))
            : Problem.NotFound("Post", id);
    }
}
