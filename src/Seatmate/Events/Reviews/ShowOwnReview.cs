using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Seatmate.Accounts.Contracts;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;

namespace Seatmate.Events.Reviews;

/// <summary>Whether the caller may review an event now, and what they have said of it.</summary>
public sealed record OwnReview(bool MayReview, ReviewDetails? Review);

/// <summary>What the form on the event's page is to show: nothing, an empty one, or one to change.</summary>
public static class ShowOwnReview
{
    public static async Task<Results<Ok<OwnReview>, Problem>> Handle(
        long id,
        Caller caller,
        SeatmateDb db,
        ReviewTurn turn,
        IPeople people,
        CancellationToken cancel
    )
    {
        var outcome = await turn.Of(caller, id, cancel);
        if (outcome == ReviewTurnOutcome.NoSuchEvent)
            return Problem.NotFound("Event", id);
        var review = await db
            .Reviews.AsNoTracking()
            .SingleOrDefaultAsync(r => r.EventId == id && r.UserId == caller.UserId, cancel);
        if (review is null)
            return TypedResults.Ok(new OwnReview(outcome == ReviewTurnOutcome.Open, null));
        var user = (await people.Summaries([caller.UserId], cancel))[caller.UserId];
        return TypedResults.Ok(new OwnReview(MayReview: false, ReviewDetails.From(review, user)));
    }
}
