using Microsoft.EntityFrameworkCore;
using Seatmate.Accounts.Contracts;
using Seatmate.Events.Listings;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;

namespace Seatmate.Events.Reviews;

/// <summary>What a person who was there says of an event: stars, and a text if they like; once for each of them
/// (reviews_once). The event's sum follows in the same transaction (reviews_are_counted).</summary>
public sealed class Review
{
    public const int TextMax = 1000;

    public long Id { get; private set; }
    public required long EventId { get; init; }
    public required long UserId { get; init; }
    public required int Stars { get; set; }
    public string? Text { get; set; }
    public DateTimeOffset CreatedAt { get; private set; }
    public DateTimeOffset UpdatedAt { get; set; }
}

public sealed record ReviewDetails(
    long Id,
    long EventId,
    int Stars,
    string? Text,
    UserSummary User,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt
)
{
    public static ReviewDetails From(Review review, UserSummary user) =>
        new(review.Id, review.EventId, review.Stars, review.Text, user, review.CreatedAt, review.UpdatedAt);
}

public static class ReviewPaths
{
    /// <summary>The review of a path, looked at from the outside in: its event first, then that it is of this
    /// event.</summary>
    public static async Task<(Review? Review, Problem? Problem)> FindReview(
        this SeatmateDb db,
        long eventId,
        long id,
        Viewer viewer,
        CancellationToken cancel
    )
    {
        if (!await db.Events.VisibleTo(viewer).AnyAsync(listed => listed.Id == eventId, cancel))
            return (null, Problem.NotFound("Event", eventId));
        var review = await db.Reviews.SingleOrDefaultAsync(r => r.Id == id && r.EventId == eventId, cancel);
        return review is null ? (null, Problem.NotFound("Review", id)) : (review, null);
    }
}
