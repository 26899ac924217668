using Microsoft.EntityFrameworkCore;
using Seatmate.Notifications.Contracts;
using Seatmate.Platform.Database;

namespace Seatmate.Events.Reviews;

/// <summary>What people saw in a month (events that took place, with a valid ticket), and how many they
/// reviewed.</summary>
public sealed class MonthOfEvents(SeatmateDb db) : IMonthlyFigures
{
    public async Task<IReadOnlyDictionary<long, MonthlyFigures>> Of(
        long[] userIds,
        DateTimeOffset from,
        DateTimeOffset until,
        CancellationToken cancel
    )
    {
        var reviews = await db
            .Reviews.Where(review =>
                userIds.Contains(review.UserId) && review.CreatedAt >= from && review.CreatedAt < until
            )
            .GroupBy(review => review.UserId)
            .Select(group => new { group.Key, Count = group.Count() })
            .ToDictionaryAsync(group => group.Key, group => group.Count, cancel);
        var seen = await db
            .Database.SqlQuery<Seen>(
                $"""
                SELECT DISTINCT o.buyer_id AS "UserId", e.id AS "EventId", e.slug AS "Slug", e.title AS "Title",
                    e.local_start AS "LocalStart", e.starts_at AS "StartsAt"
                FROM ticketing.orders o JOIN events.events e ON e.id = o.event_id
                WHERE o.buyer_id = ANY ({userIds}) AND o.status = 'confirmed' AND e.deleted_at IS NULL
                    AND e.starts_at >= {from} AND e.starts_at < least({until}, now())
                ORDER BY e.starts_at
                """
            )
            .ToListAsync(cancel);
        var byPerson = seen.ToLookup(row => row.UserId);
        return byPerson
            .Select(group => group.Key)
            .Union(reviews.Keys)
            .ToDictionary(
                user => user,
                user => new MonthlyFigures(Reviews: reviews.GetValueOrDefault(user))
                {
                    Seen =
                    [
                        .. byPerson[user].Select(row => new SeenEvent(row.Slug, row.Title, row.LocalStart)),
                    ],
                }
            );
    }

    private sealed record Seen(
        long UserId,
        long EventId,
        string Slug,
        string Title,
        DateTime LocalStart,
        DateTimeOffset StartsAt
    );
}
