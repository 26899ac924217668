using Microsoft.EntityFrameworkCore;
using Seatmate.Accounts.Contracts;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;
using Seatmate.Social.Posts;

namespace Seatmate.Social.Comments;

/// <summary>What a person says to a post.</summary>
public sealed class Comment
{
    public long Id { get; private set; }
    public required long PostId { get; init; }
    public required long AuthorId { get; init; }
    public required string Content { get; set; }
    public DateTimeOffset CreatedAt { get; private set; }
    public DateTimeOffset UpdatedAt { get; set; }
}

public sealed record CommentDetails(
    long Id,
    long PostId,
    string Content,
    UserSummary User,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt
)
{
    public static CommentDetails From(Comment comment, UserSummary user) =>
        new(comment.Id, comment.PostId, comment.Content, user, comment.CreatedAt, comment.UpdatedAt);
}

public static class CommentPaths
{
    /// <summary>The comment of a path, looked at from the outside in: its post first, then that it is this
    /// post's.</summary>
    public static async Task<(Comment? Comment, Problem? Problem)> FindComment(
        this SeatmateDb db,
        long postId,
        long id,
        CancellationToken cancel
    )
    {
        if (!await db.Posts.ForEverybody().AnyAsync(post => post.Id == postId, cancel))
            return (null, Problem.NotFound("Post", postId));
        var comment = await db.Comments.SingleOrDefaultAsync(c => c.Id == id && c.PostId == postId, cancel);
        return comment is null ? (null, Problem.NotFound("Comment", id)) : (comment, null);
    }
}
