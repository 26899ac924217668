using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Seatmate.Accounts.Contracts;
using Seatmate.Platform;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;
using Seatmate.Platform.Outbox;
using Seatmate.Social.Contracts;
using Seatmate.Social.Posts;

namespace Seatmate.Social.Likes;

/// <summary>Likes a post. However often and at once it is asked, there is one like: the unique constraint takes the
/// first, and every other request answers with that.</summary>
public static class LikePost
{
    private const int AttemptsMax = 5;

    public static async Task<Results<Created<LikeDetails>, Ok<LikeDetails>, Problem>> Handle(
        long id,
        Caller caller,
        SeatmateDb db,
        IPeople people,
        CancellationToken cancel
    )
    {
        var user = (await people.Summaries([caller.UserId], cancel))[caller.UserId];
        for (var attempt = 0; attempt < AttemptsMax; attempt++)
        {
            var isFirst = await db.InTransaction(() => Add(db, id, caller.UserId, cancel), cancel);
            var like = await db
                .Likes.AsNoTracking()
                .SingleOrDefaultAsync(l => l.PostId == id && l.UserId == caller.UserId, cancel);
            if (like is not null)
            {
                var details = LikeDetails.From(like, user);
                return isFirst
                    ? TypedResults.Created($"/posts/{id}/likes/{like.Id}", details)
                    : TypedResults.Ok(details);
            }
            if (!await db.Posts.ForEverybody().AnyAsync(post => post.Id == id, cancel))
                return Problem.NotFound("Post", id);
        }
        return Problem.Busy("This like is given and taken away at the same moment.");
    }

    /// <summary>True when there was none. The post is held while its like is written, so that it cannot go in
    /// between.</summary>
    private static async Task<bool> Add(SeatmateDb db, long postId, long userId, CancellationToken cancel)
    {
        var ids = await db
            .Database.SqlQuery<long>(
                $"""
                INSERT INTO social.likes (post_id, user_id)
                SELECT id, {userId} FROM social.posts WHERE id = {postId} FOR KEY SHARE
                ON CONFLICT ON CONSTRAINT likes_one_per_person DO NOTHING
                RETURNING id AS "Value"
                """
            )
            .ToListAsync(cancel);
        if (ids is not [var likeId])
            return false;
        db.Publish(new PostLiked(likeId, postId, userId));
        db.Note(userId, "social.post_liked", $"post:{postId}");
        return true;
    }
}
