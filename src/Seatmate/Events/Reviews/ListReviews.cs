using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Seatmate.Accounts.Contracts;
using Seatmate.Events.Listings;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;

namespace Seatmate.Events.Reviews;

/// <summary>What people say of an event, the newest first; as public as the event.</summary>
public static class ListReviews
{
    public static async Task<Results<Page<ReviewDetails>, Problem>> Handle(
        long id,
        PageRequest page,
        Viewer viewer,
        SeatmateDb db,
        IPeople people,
        CancellationToken cancel
    )
    {
        if (!await db.Events.VisibleTo(viewer).AnyAsync(listed => listed.Id == id, cancel))
            return Problem.NotFound("Event", id);
        var before = page.AfterId ?? long.MaxValue;
        var reviews = await db
            .Reviews.AsNoTracking()
            .Where(review => review.EventId == id && review.Id < before)
            .OrderByDescending(review => review.Id)
            .Take(page.Limit + 1)
            .ToListAsync(cancel);
        var users = await people.Summaries([.. reviews.Select(review => review.UserId)], cancel);
        var details = reviews
            .Where(review => users.ContainsKey(review.UserId))
            .Select(review => ReviewDetails.From(review, users[review.UserId]));
        return new Page<ReviewDetails>([.. details], page, review => [review.Id]);
    }
}

/// <summary>One of them.</summary>
public static class ShowReview
{
    public static async Task<Results<Ok<ReviewDetails>, Problem>> Handle(
        long id,
        long rid,
        Viewer viewer,
        SeatmateDb db,
        IPeople people,
        CancellationToken cancel
    )
    {
        var (review, problem) = await db.FindReview(id, rid, viewer, cancel);
        if (review is null)
            return problem!;
        var users = await people.Summaries([review.UserId], cancel);
        return users.TryGetValue(review.UserId, out var user)
            ? TypedResults.Ok(ReviewDetails.From(review, user))
            : Problem.NotFound("Review", rid);
    }
}
