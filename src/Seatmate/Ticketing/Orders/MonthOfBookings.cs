using Microsoft.EntityFrameworkCore;
using Seatmate.Notifications.Contracts;
using Seatmate.Platform.Database;

namespace Seatmate.Ticketing.Orders;

/// <summary>Counts what people booked in a month, and kept.</summary>
public sealed class MonthOfBookings(SeatmateDb db) : IMonthlyFigures
{
    public async Task<IReadOnlyDictionary<long, MonthlyFigures>> Of(
        long[] userIds,
        DateTimeOffset from,
        DateTimeOffset until,
        CancellationToken cancel
    ) =>
        await db
            .Orders.AsNoTracking()
            .Where(order =>
                order.BuyerId != null
                && userIds.Contains(order.BuyerId.Value)
                && order.Status == OrderStatus.Confirmed
                && order.PlacedAt >= from
                && order.PlacedAt < until
            )
            .GroupBy(order => order.BuyerId!.Value)
            .Select(group => new
            {
                group.Key,
                Bookings = group.Count(),
                Tickets = group.Sum(order => order.TotalTickets),
            })
            .ToDictionaryAsync(
                row => row.Key,
                row => new MonthlyFigures(Bookings: row.Bookings, Tickets: row.Tickets),
                cancel
            );
}
