using Microsoft.EntityFrameworkCore;
using Seatmate.Payments.Contracts;
using Seatmate.Platform.Database;
using Seatmate.Platform.Jobs;
using Seatmate.Platform.Outbox;
using Seatmate.Ticketing.Contracts;
using Seatmate.Ticketing.Stocks;

namespace Seatmate.Ticketing.Orders;

/// <summary>Ends holds that were not ordered and orders that were not paid in time, by the database's clock; their
/// places return in the same transaction.</summary>
public sealed class Lapsing(SeatmateDb db, Claims claims, IPayments payments, IInvoices invoices)
{
    private const int OrdersAtOnce = 500;

    /// <summary>Of an event (+ 0: all its orders are not read by their ids to find some).</summary>
    public const string EndedOfEvent = """
        SELECT id AS "Value" FROM ticketing.orders
        WHERE expires_at <= now() AND event_id = {0} ORDER BY id + 0 LIMIT {1} FOR NO KEY UPDATE
        """;

    /// <summary>Of any, that nobody else is at.</summary>
    public const string EndedAnywhere = """
        SELECT id AS "Value" FROM ticketing.orders
        WHERE expires_at <= now() ORDER BY event_id, expires_at LIMIT {0} FOR NO KEY UPDATE SKIP LOCKED
        """;

    /// <summary>Those of one event, met by somebody who needs the places. Waits for whoever is ending, paying or
    /// changing one of them at this moment, in the order of their ids, as everybody does: what is left when this
    /// returns is left for good.</summary>
    public async Task LapseOf(long eventId, CancellationToken cancel)
    {
        var ended = db.Database.SqlQueryRaw<long>(EndedOfEvent, eventId, OrdersAtOnce);
        while (await Lapse(ended, cancel) == OrdersAtOnce) { }
    }

    /// <summary>Any that nobody else is at, up to a batch; how many there were.</summary>
    public Task<int> LapseAny(CancellationToken cancel) =>
        Lapse(db.Database.SqlQueryRaw<long>(EndedAnywhere, OrdersAtOnce), cancel);

    private Task<int> Lapse(IQueryable<long> ended, CancellationToken cancel) =>
        db.InTransaction(
            async () =>
            {
                var ids = await ended.ToArrayAsync(cancel);
                if (ids.Length == 0)
                    return 0;
                var lapsed = await End(ids).ToListAsync(cancel);
                await claims.Release(ids, cancel);
                await payments.GiveUp(ids, cancel);
                await invoices.Correct(ids, reissue: false, "Not paid in time", cancel);
                foreach (var order in lapsed.Where(order => order.Placed))
                    db.Publish(new OrderExpired(order.Id, order.EventId));
                return ids.Length;
            },
            cancel
        );

    private IQueryable<LapsedOrder> End(long[] ids) =>
        db.Database.SqlQuery<LapsedOrder>(
            $"""
            UPDATE ticketing.orders SET status = 'expired', expires_at = NULL, updated_at = now()
            WHERE id = ANY ({ids}) RETURNING id AS "Id", event_id AS "EventId", placed_at IS NOT NULL AS "Placed"
            """
        );

    private sealed record LapsedOrder(long Id, long EventId, bool Placed);
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
