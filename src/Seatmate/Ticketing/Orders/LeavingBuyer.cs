using Microsoft.EntityFrameworkCore;
using Seatmate.Accounts.Contracts;
using Seatmate.Platform.Database;

namespace Seatmate.Ticketing.Orders;

/// <summary>A person leaves: free and unpaid bookings are called off; paid orders stay for the books, without the
/// person (orders.buyer_id becomes null with the account).</summary>
public sealed class LeavingBuyer(SeatmateDb db, Booking booking) : IUserLeaving
{
    public async Task Leave(long userId, CancellationToken cancel)
    {
        var orders = await db
            .Orders.FromSql(
                $"""
                SELECT * FROM ticketing.orders
                WHERE buyer_id = {userId} AND paid_at IS NULL AND status IN ('awaiting_payment', 'confirmed')
                ORDER BY id FOR NO KEY UPDATE
                """
            )
            .ToListAsync(cancel);
        await booking.Cancel(orders, userId, "The account was deleted", cancel);
    }
}
