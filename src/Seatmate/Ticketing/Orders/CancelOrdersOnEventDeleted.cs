using Microsoft.EntityFrameworkCore;
using Seatmate.Events.Contracts;
using Seatmate.Platform.Database;
using Seatmate.Platform.Outbox;

namespace Seatmate.Ticketing.Orders;

/// <summary>An event is called off: every living order of it is cancelled, paid ones refunded and credited. Repeatable: what
/// is cancelled already is passed over.</summary>
public sealed class CancelOrdersOnEventDeleted(SeatmateDb db, Booking booking) : IReaction<EventDeleted>
{
    private const int OrdersAtOnce = 100;

    public async Task React(EventDeleted fact, CancellationToken cancel)
    {
        while (await LivingOrders(fact.EventId, cancel) is { Count: > 0 } ids)
        {
            foreach (var id in ids)
            {
                if (await db.Lock(id, cancel) is { } order)
                    await booking.Cancel(order, null, "The event was called off", cancel);
            }
            await db.SaveChangesAsync(cancel);
            db.ChangeTracker.Clear();
        }
    }

    private Task<List<long>> LivingOrders(long eventId, CancellationToken cancel) =>
        db
            .Orders.Where(order => order.EventId == eventId)
            .Where(order =>
                order.Status == OrderStatus.AwaitingPayment || order.Status == OrderStatus.Confirmed
            )
            .OrderBy(order => order.Id)
            .Select(order => order.Id)
            .Take(OrdersAtOnce)
            .ToListAsync(cancel);
}
