using Microsoft.EntityFrameworkCore;
using Seatmate.Accounts.Contracts;
using Seatmate.Platform.Database;

namespace Seatmate.Ticketing.Orders;

/// <summary>A person leaves: free and unpaid bookings are called off; paid orders stay for the books, without the person
/// (orders.buyer_id becomes null with the account).</summary>
public sealed class LeavingBuyer(SeatmateDb db, Booking booking) : IUserLeaving
{
    public async Task Leave(long userId, CancellationToken cancel)
    {
        var ids = await db
            .Orders.Where(order => order.BuyerId == userId && order.PaidAt == null)
            .Where(order =>
                order.Status == OrderStatus.AwaitingPayment || order.Status == OrderStatus.Confirmed
            )
            .OrderBy(order => order.Id)
            .Select(order => order.Id)
            .ToListAsync(cancel);
        foreach (var id in ids)
        {
            if (await db.Lock(id, cancel) is { } order)
                await booking.Cancel(order, userId, "The account was deleted", cancel);
        }
    }
}
