using Microsoft.EntityFrameworkCore;
using Seatmate.Events.Contracts;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;

namespace Seatmate.Ticketing.Orders;

/// <summary>Whose orders one may see and change; everyone else's do not exist.</summary>
public static class OrderScopes
{
    public static IQueryable<Order> OwnedBy(this IQueryable<Order> orders, Caller caller) =>
        orders.Placed().Where(order => order.BuyerId == caller.UserId);

    /// <summary>What is more than a hold.</summary>
    public static IQueryable<Order> Placed(this IQueryable<Order> orders) =>
        orders.Where(order => order.PlacedAt != null);

    /// <summary>The orders of an event: all for who sees its bookings in the organiser's team and admins, one's own
    /// for everybody else.</summary>
    public static IQueryable<Order> Of(this IQueryable<Order> orders, EventTerms terms, Caller caller)
    {
        var all = terms.Allows(TeamPermission.SeeBookings);
        var own = caller.OrganiserId is null;
        return orders
            .Placed()
            .Where(order => order.EventId == terms.EventId && (all || own && order.BuyerId == caller.UserId));
    }

    /// <summary>What still is a booking: neither called off nor lapsed before it was paid.</summary>
    public static IQueryable<Order> Standing(this IQueryable<Order> orders, DateTimeOffset now) =>
        orders.Where(order =>
            order.PaidAt != null
            || order.Status == OrderStatus.Confirmed
            || (order.Status == OrderStatus.AwaitingPayment && order.ExpiresAt > now)
        );

    /// <summary>One order, locked until the transaction ends, so that paying, changing and cancelling it come one by
    /// one. Not so strictly that rows which refer to it would wait: who writes postings holds the payment already, and
    /// would wait in a circle with who holds the order and wants the payment.</summary>
    public static async Task<Order?> Lock(this SeatmateDb db, long orderId, CancellationToken cancel) =>
        (await db.LockMany([orderId], cancel)).SingleOrDefault();

    /// <summary>The same for several, in the order of their ids; what was known of them before is read anew.</summary>
    public static async Task<IReadOnlyList<Order>> LockMany(
        this SeatmateDb db,
        IReadOnlyCollection<long> orderIds,
        CancellationToken cancel
    )
    {
        var known = db.ChangeTracker.Entries<Order>().ToList();
        var locked = await db.Locked(orderIds).ToListAsync(cancel);
        foreach (var entry in known.Where(entry => locked.Contains(entry.Entity)))
            await entry.ReloadAsync(cancel);
        return locked;
    }

    internal static IQueryable<Order> Locked(this SeatmateDb db, IReadOnlyCollection<long> orderIds) =>
        orderIds.Count == 1
            ? db.Orders.FromSql(
                $"SELECT * FROM ticketing.orders WHERE id = {orderIds.First()} FOR NO KEY UPDATE"
            )
            : db.Orders.FromSql(
                $"SELECT * FROM ticketing.orders WHERE id = ANY ({orderIds.ToArray()}) ORDER BY id FOR NO KEY UPDATE"
            );
}
