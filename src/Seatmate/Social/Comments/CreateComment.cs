using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Seatmate.Accounts.Contracts;
using Seatmate.Platform;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;
using Seatmate.Platform.Outbox;
using Seatmate.Social.Contracts;
using Seatmate.Social.Posts;

namespace Seatmate.Social.Comments;

public sealed record CreateCommentRequest(
    [property: Required, TextRule(1, 400, Lines = true)] string Content
);

/// <summary>Says something to a post.</summary>
public static class CreateComment
{
    public static async Task<Results<Created<CommentDetails>, Problem>> Handle(
        long id,
        CreateCommentRequest request,
        Caller caller,
        SeatmateDb db,
        IPeople people,
        CancellationToken cancel
    )
    {
        if (!await db.Posts.ForEverybody().AnyAsync(post => post.Id == id, cancel))
            return Problem.NotFound("Post", id);
        var comment = new Comment
        {
            PostId = id,
            AuthorId = caller.UserId,
            Content = request.Content.Trim(),
        };
        await db.InTransaction(() => Write(db, comment, cancel), cancel);
        var author = (await people.Summaries([caller.UserId], cancel))[caller.UserId];
        return TypedResults.Created(
            $"/posts/{id}/comments/{comment.Id}",
            CommentDetails.From(comment, author)
        );
    }

    private static async Task<bool> Write(SeatmateDb db, Comment comment, CancellationToken cancel)
    {
        db.Comments.Add(comment);
        await db.SaveChangesAsync(cancel);
        db.Publish(new CommentWritten(comment.Id, comment.PostId, comment.AuthorId));
        db.Note(comment.AuthorId, "social.comment_written", $"comment:{comment.Id}");
        return true;
    }
}
