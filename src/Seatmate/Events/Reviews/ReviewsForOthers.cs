using Microsoft.EntityFrameworkCore;
using Seatmate.Events.Contracts;
using Seatmate.Platform.Database;

namespace Seatmate.Events.Reviews;

/// <summary>What other modules learn of reviews.</summary>
public sealed class ReviewsForOthers(SeatmateDb db) : IReviews
{
    public async Task<IReadOnlySet<long>> StillToWrite(
        long eventId,
        IReadOnlyCollection<long> userIds,
        CancellationToken cancel
    )
    {
        var notAsked = await db
            .Reviews.Where(review => review.EventId == eventId && userIds.Contains(review.UserId))
            .Select(review => review.UserId)
            .Union(
                db.Events.Where(listed => listed.Id == eventId)
                    .SelectMany(listed => listed.Organiser.Members)
                    .Select(member => member.UserId)
            )
            .ToListAsync(cancel);
        return userIds.Except(notAsked).ToHashSet();
    }
}
