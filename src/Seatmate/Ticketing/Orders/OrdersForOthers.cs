using Microsoft.EntityFrameworkCore;
using Seatmate.Accounts.Contracts;
using Seatmate.Platform.Database;
using Seatmate.Ticketing.Contracts;
using Seatmate.Ticketing.Holds;
using Seatmate.Ticketing.Tickets;

namespace Seatmate.Ticketing.Orders;

/// <summary>What other modules learn of orders.</summary>
public sealed class OrdersForOthers(SeatmateDb db, IPeople people, HoldTokens tokens, TimeProvider clock)
    : IOrders
{
    public async Task<OrderTerms?> Find(long eventId, long orderId, CancellationToken cancel) =>
        (
            await Terms(
                db.Orders.Placed().Where(order => order.Id == orderId && order.EventId == eventId),
                cancel
            )
        ).SingleOrDefault();

    public bool IsOf(OrderTerms order, Asker asker) =>
        tokens.IsOf(order.BuyerId, order.Guest is not null, order.BookingId, asker);

    public async Task<OrderTerms> Get(long orderId, CancellationToken cancel) =>
        (await GetMany([orderId], cancel))[0];

    public async Task<IReadOnlyList<OrderTerms>> GetMany(
        IReadOnlyCollection<long> orderIds,
        CancellationToken cancel
    ) => AllOf(orderIds, await Terms(db.Orders.Among(orderIds, order => order.Id), cancel));

    public async Task<IReadOnlyList<OrderTerms>> Confirmed(
        long eventId,
        long afterId,
        int most,
        CancellationToken cancel
    ) =>
        await Terms(
            db.Orders.Where(order =>
                    order.EventId == eventId && order.Id > afterId && order.Status == OrderStatus.Confirmed
                )
                .OrderBy(order => order.Id)
                .Take(most),
            cancel
        );

    public Task<bool> HasTickets(long eventId, long userId, CancellationToken cancel) =>
        db.Orders.AnyAsync(
            order =>
                order.BuyerId == userId && order.EventId == eventId && order.Status == OrderStatus.Confirmed,
            cancel
        );

    public async Task<IReadOnlyList<long>> Booked(long[] eventIds, CancellationToken cancel) =>
        await db
            .Database.SqlQuery<long>(
                $"""
                SELECT wanted.id AS "Value" FROM unnest({eventIds}) AS wanted(id)
                WHERE EXISTS (SELECT FROM ticketing.orders WHERE orders.event_id = wanted.id)
                """
            )
            .ToListAsync(cancel);

    public async Task<IReadOnlyDictionary<long, EventSales>> Sales(
        long[] eventIds,
        DateTimeOffset from,
        DateTimeOffset until,
        CancellationToken cancel
    ) =>
        await db
            .Tickets.Where(ticket => eventIds.Contains(ticket.EventId) && ticket.Status == TicketStatus.Valid)
            .GroupBy(ticket => ticket.EventId)
            .Select(group => new
            {
                group.Key,
                Sold = group.Count(),
                Then = group.Count(ticket => ticket.CreatedAt >= from && ticket.CreatedAt < until),
            })
            .ToDictionaryAsync(row => row.Key, row => new EventSales(row.Sold, row.Then), cancel);

    public async Task<OrderTerms> Lock(long orderId, CancellationToken cancel) =>
        (await LockMany([orderId], cancel))[0];

    public async Task<IReadOnlyList<OrderTerms>> LockMany(
        IReadOnlyCollection<long> orderIds,
        CancellationToken cancel
    ) => AllOf(orderIds, await Terms(db.Locked(orderIds), cancel));

    private static List<OrderTerms> AllOf(IReadOnlyCollection<long> orderIds, List<OrderTerms> found) =>
        found.Count == orderIds.Count ? found : throw new InvalidOperationException("An order is gone.");

    private async Task<List<OrderTerms>> Terms(IQueryable<Order> orders, CancellationToken cancel)
    {
        var found = await orders.AsNoTracking().ToListAsync(cancel);
        var buyers = await people.Summaries(
            [.. found.Select(order => order.BuyerId).OfType<long>().Distinct()],
            cancel
        );
        var guests = await Guests([.. found.Select(order => order.GuestId).OfType<long>()], cancel);
        return [.. found.OrderBy(order => order.Id).Select(order => Terms(order, buyers, guests))];
    }

    private async Task<Dictionary<long, string>> Guests(long[] ids, CancellationToken cancel) =>
        ids.Length == 0
            ? []
            : await db
                .Database.SqlQuery<GuestAddress>(
                    $"""SELECT id AS "Id", email AS "Email" FROM ticketing.guests WHERE id = ANY ({ids})"""
                )
                .ToDictionaryAsync(guest => guest.Id, guest => guest.Email, cancel);

    private OrderTerms Terms(
        Order order,
        IReadOnlyDictionary<long, UserSummary> buyers,
        Dictionary<long, string> guests
    ) =>
        new(
            order.Id,
            order.BookingId,
            order.EventId,
            order.BuyerId,
            order.BuyerId is { } id ? buyers.GetValueOrDefault(id)?.Name : order.GuestName,
            order.GuestId is { } guest
                ? new(
                    order.GuestName!,
                    guests[guest],
                    $"/guest/orders/{order.Id}#{tokens.Of(order.BookingId)}"
                )
                : null,
            order.Breakdown,
            order.IsLive && !(order.ExpiresAt <= clock.GetUtcNow()),
            order.Status == OrderStatus.AwaitingPayment
        );

    private sealed record GuestAddress(long Id, string Email);
}
