using Microsoft.EntityFrameworkCore;
using Seatmate.Events.Contracts;
using Seatmate.Platform.Database;
using Seatmate.Platform.Outbox;

namespace Seatmate.Ticketing.Orders;

/// <summary>An event is called off: every living order of it is cancelled, paid ones refunded and credited.</summary>
public sealed class CancelOrdersOnEventDeleted(SeatmateDb db) : IReaction<EventDeleted>
{
    public Task React(EventDeleted fact, CancellationToken cancel)
    {
        db.Publish(new OrdersToCancel(fact.EventId));
        return Task.CompletedTask;
    }
}

/// <summary>An event was called off and there may still be living orders of it, whose ids are above
/// <paramref name="AfterId"/>. No new ones come: a lane writes only on the terms that it decided on.</summary>
public sealed record OrdersToCancel(long EventId, long AfterId = 0) : IFact;

/// <summary>Cancels a batch in one transaction and leaves the rest to the next, so that it can be stopped and goes on
/// where it was. The orders are locked first, in the order of their ids, as everybody does who then needs their
/// stocks.</summary>
public sealed class CancelBatchOnOrdersToCancel(SeatmateDb db, Booking booking) : IReaction<OrdersToCancel>
{
    private const int OrdersAtOnce = 100;

    public async Task React(OrdersToCancel fact, CancellationToken cancel)
    {
        var orders = await db
            .Orders.FromSql(
                $"""
                SELECT * FROM ticketing.orders
                WHERE event_id = {fact.EventId} AND id > {fact.AfterId}
                    AND status IN ('held', 'awaiting_payment', 'confirmed')
                ORDER BY id LIMIT {OrdersAtOnce} FOR NO KEY UPDATE
                """
            )
            .ToListAsync(cancel);
        if (orders.Count == 0)
            return;
        await booking.Cancel(orders, null, "The event was called off", cancel, eventIsGone: true);
        db.Publish(fact with { AfterId = orders[^1].Id });
    }
}
