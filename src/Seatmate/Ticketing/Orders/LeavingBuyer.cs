using Microsoft.EntityFrameworkCore;
using Seatmate.Accounts.Contracts;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;

namespace Seatmate.Ticketing.Orders;

/// <summary>A person leaves: free and unpaid bookings are called off, also what was paid once and is free now; paid
/// orders stay for the books, without the person (orders_forget_who_left), so all their orders are locked first. Their
/// stocks are closed: whoever is booking for them at this moment is done, or too late. All stocks are locked at once,
/// in the order of their ids, with those of the bookings that go.</summary>
public sealed class LeavingBuyer(SeatmateDb db, Booking booking) : IUserLeaving
{
    /// <summary>All of it, or nothing.</summary>
    /// <exception cref="BusyException">Something was booked for them meanwhile: it cannot be locked any more, now that
    /// stocks are, and is found by whoever tries again.</exception>
    public async Task Leave(long userId, CancellationToken cancel)
    {
        var locked = await LockOrders(userId, cancel);
        var orders = await Unpaid(locked, cancel);
        await CloseStocks(userId, [.. orders.Select(order => order.Id)], cancel);
        if (await db.Orders.AnyAsync(order => order.BuyerId == userId && !locked.Contains(order.Id), cancel))
            throw new BusyException("Something is being booked for this account just now.");
        await booking.Cancel(orders, userId, "The account was deleted", cancel);
    }

    private Task<long[]> LockOrders(long userId, CancellationToken cancel) =>
        db
            .Database.SqlQuery<long>(
                $"""
                SELECT id AS "Value" FROM ticketing.orders WHERE buyer_id = {userId} ORDER BY id FOR NO KEY UPDATE
                """
            )
            .ToArrayAsync(cancel);

    private Task<List<Order>> Unpaid(long[] ids, CancellationToken cancel) =>
        db
            .Orders.FromSql(
                $"""
                SELECT * FROM ticketing.orders
                WHERE id = ANY ({ids}) AND (paid_at IS NULL OR total_minor = 0)
                    AND status IN ('held', 'awaiting_payment', 'confirmed')
                ORDER BY id
                """
            )
            .ToListAsync(cancel);

    private async Task CloseStocks(long userId, long[] going, CancellationToken cancel)
    {
        await db.Database.ExecuteSqlAsync(
            $"""
            SELECT FROM ticketing.stocks WHERE id IN (
                SELECT id FROM ticketing.stocks WHERE kind = 'person' AND subject_id = {userId}
                UNION SELECT stock_id FROM ticketing.claims WHERE order_id = ANY ({going})
                UNION SELECT pool_id FROM ticketing.claims JOIN ticketing.stocks ON id = stock_id AND kind = 'voucher'
                    WHERE order_id = ANY ({going}))
            ORDER BY id FOR UPDATE
            """,
            cancel
        );
        await db.Database.ExecuteSqlAsync(
            $"UPDATE ticketing.stocks SET open = false WHERE kind = 'person' AND subject_id = {userId}",
            cancel
        );
    }
}
