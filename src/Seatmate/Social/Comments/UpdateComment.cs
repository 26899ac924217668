using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Validation;
using Seatmate.Accounts.Contracts;
using Seatmate.Platform;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;

namespace Seatmate.Social.Comments;

/// <summary>What is missing or null stays.</summary>
[ValidatableType]
public sealed record UpdateCommentRequest([property: TextRule(1, 400, Lines = true)] string? Content);

/// <summary>Changes the caller's own comment.</summary>
public static class UpdateComment
{
    public static async Task<Results<Ok<CommentDetails>, Problem>> Handle(
        long id,
        long cid,
        UpdateCommentRequest request,
        Caller caller,
        SeatmateDb db,
        IPeople people,
        TimeProvider clock,
        CancellationToken cancel
    )
    {
        var (comment, problem) = await db.FindComment(id, cid, cancel);
        if (comment is null)
            return problem!;
        if (comment.AuthorId != caller.UserId)
            return Problem.Forbidden("You can only edit your own comments");
        await db.InTransaction(() => Change(db, comment, request, clock.GetUtcNow()), cancel);
        var author = (await people.Summaries([comment.AuthorId], cancel))[comment.AuthorId];
        return TypedResults.Ok(CommentDetails.From(comment, author));
    }

    private static Task<bool> Change(
        SeatmateDb db,
        Comment comment,
        UpdateCommentRequest request,
        DateTimeOffset now
    )
    {
        var content = request.Content?.Trim() ?? comment.Content;
        if (content == comment.Content)
            return Task.FromResult(false);
        comment.Content = content;
        comment.UpdatedAt = now;
        db.Note(comment.AuthorId, "social.comment_updated", $"comment:{comment.Id}");
        return Task.FromResult(true);
    }
}
