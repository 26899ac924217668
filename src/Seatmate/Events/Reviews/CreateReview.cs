using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Seatmate.Accounts.Contracts;
using Seatmate.Platform;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;

namespace Seatmate.Events.Reviews;

public sealed record CreateReviewRequest(
    [property: Required, Range(0, 5)] int? Stars,
    [property: TextRule(0, Review.TextMax, Lines = true)] string? Text
);

/// <summary>Reviews an event that the caller was at. However often and at once it is asked, there is one review:
/// reviews_once takes the first and refuses the others.</summary>
public static class CreateReview
{
    public static async Task<Results<Created<ReviewDetails>, Problem>> Handle(
        long id,
        CreateReviewRequest request,
        Caller caller,
        SeatmateDb db,
        ReviewTurn turn,
        IPeople people,
        CancellationToken cancel
    )
    {
        if (ReviewTurn.Refusal(await turn.Of(caller, id, cancel), id) is { } refusal)
            return refusal;
        var review = new Review
        {
            EventId = id,
            UserId = caller.UserId,
            Stars = request.Stars!.Value,
            Text = request.Text.OrNull(),
        };
        try
        {
            await db.InTransaction(() => Write(db, review, cancel), cancel);
        }
        catch (DbUpdateException error) when (error.BrokenConstraint() == EventsTables.ReviewOnce)
        {
            return Problem.Conflict("already-reviewed", "You have reviewed this event; you can change it");
        }
        var user = (await people.Summaries([caller.UserId], cancel))[caller.UserId];
        return TypedResults.Created($"/events/{id}/reviews/{review.Id}", ReviewDetails.From(review, user));
    }

    private static async Task<bool> Write(SeatmateDb db, Review review, CancellationToken cancel)
    {
        db.Reviews.Add(review);
        await db.SaveChangesAsync(cancel);
        db.Note(review.UserId, "events.review_written", $"review:{review.Id}");
        return true;
    }
}
