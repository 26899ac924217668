using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Validation;
using Seatmate.Accounts.Contracts;
using Seatmate.Platform;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;

namespace Seatmate.Events.Reviews;

/// <summary>What is missing or null stays; an empty text takes the text away.</summary>
[ValidatableType]
public sealed record UpdateReviewRequest(
    [property: Range(0, 5)] int? Stars,
    [property: TextRule(0, Review.TextMax, Lines = true)] string? Text
);

/// <summary>Changes the caller's own review. Reviews are public, so a stranger is told that it is not
/// theirs.</summary>
public static class UpdateReview
{
    public static async Task<Results<Ok<ReviewDetails>, Problem>> Handle(
        long id,
        long rid,
        UpdateReviewRequest request,
        Caller caller,
        SeatmateDb db,
        IPeople people,
        TimeProvider clock,
        CancellationToken cancel
    )
    {
        var (review, problem) = await db.FindReview(id, rid, caller.AsViewer, cancel);
        if (review is null)
            return problem!;
        if (review.UserId != caller.UserId)
            return Problem.Forbidden("You can only change your own review");
        await db.InTransaction(() => Change(db, review, request, clock.GetUtcNow()), cancel);
        var user = (await people.Summaries([review.UserId], cancel))[review.UserId];
        return TypedResults.Ok(ReviewDetails.From(review, user));
    }

    private static Task<bool> Change(
        SeatmateDb db,
        Review review,
        UpdateReviewRequest request,
        DateTimeOffset now
    )
    {
        review.Stars = request.Stars ?? review.Stars;
        review.Text = request.Text is null ? review.Text : request.Text.OrNull();
        if (!db.ChangeTracker.HasChanges())
            return Task.FromResult(false);
        review.UpdatedAt = now;
        db.Note(review.UserId, "events.review_changed", $"review:{review.Id}");
        return Task.FromResult(true);
    }
}
