using Microsoft.EntityFrameworkCore;
using Seatmate.Notifications.Contracts;
using Seatmate.Platform.Database;

namespace Seatmate.Social.Posts;

/// <summary>Counts what people wrote in a month, and what they liked; what one likes of one's own is not
/// received.</summary>
public sealed class MonthOfTalk(SeatmateDb db) : IMonthlyFigures
{
    public async Task<IReadOnlyDictionary<long, MonthlyFigures>> Of(
        long[] userIds,
        DateTimeOffset from,
        DateTimeOffset until,
        CancellationToken cancel
    ) =>
        await db
            .Database.SqlQuery<Talk>(
                $"""
                SELECT user_id AS "UserId", sum(posts)::int AS "Posts", sum(given)::int AS "Given",
                    sum(received)::int AS "Received"
                FROM (
                    SELECT author_id AS user_id, count(*) AS posts, 0 AS given, 0 AS received FROM social.posts
                    WHERE author_id = ANY ({userIds}) AND created_at >= {from} AND created_at < {until} GROUP BY 1
                    UNION ALL
                    SELECT user_id, 0, count(*), 0 FROM social.likes
                    WHERE user_id = ANY ({userIds}) AND created_at >= {from} AND created_at < {until} GROUP BY 1
                    UNION ALL
                    SELECT post.author_id, 0, 0, count(*) FROM social.posts post
                    JOIN social.likes l ON l.post_id = post.id AND l.user_id <> post.author_id
                    WHERE post.author_id = ANY ({userIds}) AND l.created_at >= {from} AND l.created_at < {until} GROUP BY 1
                ) AS counted GROUP BY user_id
                """
            )
            .ToDictionaryAsync(
                row => row.UserId,
                row => new MonthlyFigures(
                    Posts: row.Posts,
                    LikesGiven: row.Given,
                    LikesReceived: row.Received
                ),
                cancel
            );

    private sealed record Talk(long UserId, int Posts, int Given, int Received);
}
