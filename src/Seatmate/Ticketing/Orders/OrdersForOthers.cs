using Microsoft.EntityFrameworkCore;
using Seatmate.Accounts.Contracts;
using Seatmate.Platform.Database;
using Seatmate.Ticketing.Contracts;

namespace Seatmate.Ticketing.Orders;

/// <summary>What other modules learn of orders.</summary>
public sealed class OrdersForOthers(SeatmateDb db, IPeople people) : IOrders
{
    public async Task<OrderTerms?> Find(long eventId, long orderId, CancellationToken cancel) =>
        (
            await Terms(db.Orders.Where(order => order.Id == orderId && order.EventId == eventId), cancel)
        ).SingleOrDefault();

    public async Task<OrderTerms> Get(long orderId, CancellationToken cancel) =>
        (await GetMany([orderId], cancel))[0];

    public async Task<IReadOnlyList<OrderTerms>> GetMany(
        IReadOnlyCollection<long> orderIds,
        CancellationToken cancel
    )
    {
        var found = await Terms(db.Orders.Where(order => orderIds.Contains(order.Id)), cancel);
        return found.Count == orderIds.Count
            ? found
            : throw new InvalidOperationException("An order is gone.");
    }

    public async Task<OrderTerms> Lock(long orderId, CancellationToken cancel) =>
        (
            await Terms(
                db.Orders.FromSql($"SELECT * FROM ticketing.orders WHERE id = {orderId} FOR NO KEY UPDATE"),
                cancel
            )
        ).SingleOrDefault() ?? throw new InvalidOperationException($"Order {orderId} is gone.");

    private async Task<List<OrderTerms>> Terms(IQueryable<Order> orders, CancellationToken cancel)
    {
        var found = await orders.AsNoTracking().ToListAsync(cancel);
        var buyers = await people.Summaries(
            [.. found.Select(order => order.BuyerId).OfType<long>().Distinct()],
            cancel
        );
        return [.. found.OrderBy(order => order.Id).Select(order => Terms(order, buyers))];
    }

    private static OrderTerms Terms(Order order, IReadOnlyDictionary<long, UserSummary> buyers) =>
        new(
            order.Id,
            order.BookingId,
            order.EventId,
            order.BuyerId,
            order.BuyerId is { } id ? buyers.GetValueOrDefault(id)?.Name : null,
            order.Breakdown,
            order.IsLive,
            order.Status == OrderStatus.AwaitingPayment
        );
}
