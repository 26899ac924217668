using Microsoft.EntityFrameworkCore;
using Seatmate.Payments.Contracts;
using Seatmate.Platform.Database;
using Seatmate.Platform.Jobs;
using Seatmate.Platform.Outbox;
using Seatmate.Ticketing.Contracts;
using Seatmate.Ticketing.Stocks;

namespace Seatmate.Ticketing.Orders;

/// <summary>Ends orders that were not paid in time, by the database's clock; their places return in the same transaction.
/// Orders that somebody else is paying or changing at this moment are left to them.</summary>
public sealed class Lapsing(SeatmateDb db, Claims claims, IPayments payments, IInvoices invoices)
{
    private const int OrdersAtOnce = 500;

    /// <summary>Those of one section or one person, met by somebody who needs the places; how many there were.</summary>
    public Task<int> Lapse(long sectionId, long buyerId, CancellationToken cancel) =>
        Lapse(Ended(sectionId, buyerId), cancel);

    /// <summary>Any, up to a batch.</summary>
    public Task<int> LapseAny(CancellationToken cancel) => Lapse(Ended(null, null), cancel);

    private Task<int> Lapse(IQueryable<LapsedOrder> ended, CancellationToken cancel) =>
        db.InTransaction(
            async () =>
            {
                var lapsed = await ended.ToListAsync(cancel);
                var ids = lapsed.Select(order => order.Id).ToArray();
                if (ids.Length == 0)
                    return 0;
                await claims.Release(ids, cancel);
                await payments.GiveUp(ids, cancel);
                foreach (var billed in (await invoices.Standing(ids, cancel)).Keys)
                    await invoices.Correct(billed, reissue: false, "Not paid in time", cancel);
                foreach (var order in lapsed)
                    db.Publish(new OrderExpired(order.Id, order.EventId));
                return ids.Length;
            },
            cancel
        );

    private IQueryable<LapsedOrder> Ended(long? sectionId, long? buyerId) =>
        db.Database.SqlQuery<LapsedOrder>(
            $"""
            UPDATE ticketing.orders SET status = 'expired', expires_at = NULL, updated_at = now()
            WHERE id IN (
                SELECT id FROM ticketing.orders
                WHERE status = 'awaiting_payment' AND expires_at <= now()
                    AND ({sectionId}::bigint IS NULL OR section_id = {sectionId} OR buyer_id = {buyerId})
                ORDER BY id LIMIT {OrdersAtOnce} FOR UPDATE SKIP LOCKED
            )
            RETURNING id AS "Id", event_id AS "EventId"
            """
        );

    private sealed record LapsedOrder(long Id, long EventId);
}

/// <summary>The sweeper: nobody's places wait longer than a few seconds past their deadline.</summary>
public sealed class LapseOrders(Lapsing lapsing) : IJob
{
    public TimeSpan Every => TimeSpan.FromSeconds(5);

    public async Task Run(CancellationToken cancel)
    {
        while (await lapsing.LapseAny(cancel) > 0) { }
    }
}
