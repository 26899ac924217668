using Microsoft.EntityFrameworkCore;
using Seatmate.Accounts.Contracts;
using Seatmate.Platform.Database;

namespace Seatmate.Ticketing.Orders;

/// <summary>A person leaves: free and unpaid bookings are called off; paid orders stay for the books, without the
/// person (orders_forget_who_left), so all their orders are locked first. Their stocks are closed: whoever is booking
/// for them at this moment is done, or too late.</summary>
public sealed class LeavingBuyer(SeatmateDb db, Booking booking) : IUserLeaving
{
    public async Task Leave(long userId, CancellationToken cancel)
    {
        await db.Database.ExecuteSqlAsync(
            $"SELECT FROM ticketing.orders WHERE buyer_id = {userId} ORDER BY id FOR NO KEY UPDATE",
            cancel
        );
        var orders = await db
            .Orders.FromSql(
                $"""
                SELECT * FROM ticketing.orders
                WHERE buyer_id = {userId} AND paid_at IS NULL AND status IN ('held', 'awaiting_payment', 'confirmed')
                ORDER BY id FOR NO KEY UPDATE
                """
            )
            .ToListAsync(cancel);
        await booking.Cancel(orders, userId, "The account was deleted", cancel);
        await db.Database.ExecuteSqlAsync(
            $"""
            WITH locked AS MATERIALIZED (
                SELECT id FROM ticketing.stocks WHERE kind = 'person' AND subject_id = {userId} ORDER BY id FOR UPDATE
            )
            UPDATE ticketing.stocks SET open = false FROM locked WHERE stocks.id = locked.id
            """,
            cancel
        );
    }
}
