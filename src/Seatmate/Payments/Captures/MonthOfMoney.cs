using Microsoft.EntityFrameworkCore;
using Seatmate.Notifications.Contracts;
using Seatmate.Platform;
using Seatmate.Platform.Database;

namespace Seatmate.Payments.Captures;

/// <summary>What people paid and got back in a month, by the books.</summary>
public sealed class MonthOfMoney(SeatmateDb db) : IMonthlyFigures
{
    public async Task<IReadOnlyDictionary<long, MonthlyFigures>> Of(
        long[] userIds,
        DateTimeOffset from,
        DateTimeOffset until,
        CancellationToken cancel
    )
    {
        var rows = await db
            .Database.SqlQuery<Moved>(
                $"""
                SELECT o.buyer_id AS "UserId", p.currency AS "Currency",
                    coalesce(sum(p.amount_minor) FILTER (WHERE p.cause = 'capture'), 0)::bigint AS "PaidMinor",
                    coalesce(-sum(p.amount_minor) FILTER (WHERE p.cause = 'refund'), 0)::bigint AS "RefundedMinor"
                FROM ticketing.orders o JOIN payments.postings p ON p.order_id = o.id
                WHERE o.buyer_id = ANY ({userIds}) AND p.account = 'provider'
                    AND p.created_at >= {from} AND p.created_at < {until}
                GROUP BY o.buyer_id, p.currency ORDER BY p.currency
                """
            )
            .ToListAsync(cancel);
        return rows.GroupBy(row => row.UserId)
            .ToDictionary(
                group => group.Key,
                group => new MonthlyFigures
                {
                    Money =
                    [
                        .. group.Select(row => new MoneyMoved(
                            new Money(row.PaidMinor, row.Currency),
                            new Money(row.RefundedMinor, row.Currency)
                        )),
                    ],
                }
            );
    }

    private sealed record Moved(long UserId, string Currency, long PaidMinor, long RefundedMinor);
}
