using Microsoft.EntityFrameworkCore;
using Seatmate.Accounts.Contracts;
using Seatmate.Platform.Database;
using Seatmate.Ticketing.Contracts;

namespace Seatmate.Ticketing.Orders;

/// <summary>What other modules learn of orders.</summary>
public sealed class OrdersForOthers(SeatmateDb db, IPeople people) : IOrders
{
    public Task<OrderTerms?> Find(long eventId, long orderId, CancellationToken cancel) =>
        Terms(db.Orders.Where(order => order.Id == orderId && order.EventId == eventId), cancel);

    public async Task<OrderTerms> Get(long orderId, CancellationToken cancel) =>
        await Terms(db.Orders.Where(order => order.Id == orderId), cancel)
        ?? throw new InvalidOperationException($"Order {orderId} is gone.");

    public async Task<OrderTerms> Lock(long orderId, CancellationToken cancel) =>
        await Terms(
            db.Orders.FromSql($"SELECT * FROM ticketing.orders WHERE id = {orderId} FOR NO KEY UPDATE"),
            cancel
        ) ?? throw new InvalidOperationException($"Order {orderId} is gone.");

    private async Task<OrderTerms?> Terms(IQueryable<Order> orders, CancellationToken cancel)
    {
        if (await orders.AsNoTracking().SingleOrDefaultAsync(cancel) is not { } order)
            return null;
        var buyer = order.BuyerId is { } id
            ? (await people.Summaries([id], cancel)).GetValueOrDefault(id)
            : null;
        return new(
            order.Id,
            order.BookingId,
            order.EventId,
            order.BuyerId,
            buyer?.Name,
            order.Breakdown,
            order.IsLive,
            order.Status == OrderStatus.AwaitingPayment
        );
    }
}
