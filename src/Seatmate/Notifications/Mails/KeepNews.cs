using Microsoft.EntityFrameworkCore;
using Seatmate.Platform.Database;
using Seatmate.Platform.Outbox;
using Seatmate.Social.Contracts;

namespace Seatmate.Notifications.Mails;

/// <summary>Keeps for the digest that somebody liked a post, unless it is their own.</summary>
public sealed class KeepNewsOnPostLiked(SeatmateDb db, IPosts posts) : IReaction<PostLiked>
{
    public Task React(PostLiked fact, CancellationToken cancel) =>
        db.KeepNews(posts, fact.PostId, fact.UserId, likes: 1, comments: 0, cancel);
}

/// <summary>Keeps for the digest that somebody commented on a post, unless it is their own.</summary>
public sealed class KeepNewsOnCommentWritten(SeatmateDb db, IPosts posts) : IReaction<CommentWritten>
{
    public Task React(CommentWritten fact, CancellationToken cancel) =>
        db.KeepNews(posts, fact.PostId, fact.AuthorId, likes: 0, comments: 1, cancel);
}

public static class News
{
    /// <summary>One row for each post (news_one_row_per_post), however many at once.</summary>
    public static async Task KeepNews(
        this SeatmateDb db,
        IPosts posts,
        long postId,
        long actorId,
        int likes,
        int comments,
        CancellationToken cancel
    )
    {
        var found = await posts.Find([postId], cancel);
        if (!found.TryGetValue(postId, out var post) || post.AuthorId == actorId)
            return;
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO notifications.news (user_id, post_id, likes, comments)
            VALUES ({post.AuthorId}, {postId}, {likes}, {comments})
            ON CONFLICT ON CONSTRAINT news_one_row_per_post
                DO UPDATE SET likes = news.likes + excluded.likes, comments = news.comments + excluded.comments
            """,
            cancel
        );
    }
}
