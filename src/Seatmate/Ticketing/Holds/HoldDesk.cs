using Microsoft.EntityFrameworkCore;
using Seatmate.Events.Contracts;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;
using Seatmate.Ticketing.Lanes;
using Seatmate.Ticketing.Orders;

namespace Seatmate.Ticketing.Holds;

/// <summary>Knows whose a hold is and brings wishes about it to its lane. Whose it is not, for them it is not
/// there.</summary>
public sealed class HoldDesk(
    SeatmateDb db,
    HoldTokens tokens,
    OrderLanes lanes,
    LaneMemory memory,
    IEventTerms events,
    TimeProvider clock
)
{
    public static Asker AskerOf(HttpContext context)
    {
        var token = context.Request.Headers[HoldTokens.Header].ToString();
        return new(Caller.From(context.User)?.UserId, token.Length > 0 ? token : null);
    }

    /// <summary>The hold or what became of it, for whoever holds it.</summary>
    public async Task<Order?> Find(long id, Asker asker, CancellationToken cancel)
    {
        var order = await db.Orders.AsNoTracking().SingleOrDefaultAsync(order => order.Id == id, cancel);
        return order is not null && IsOf(order, asker) ? order : null;
    }

    /// <summary>The event of a hold, whoever holds; null when there is no such hold.</summary>
    public async Task<long?> EventOf(long id, CancellationToken cancel) =>
        memory.EventOf(id)
        ?? await db
            .Orders.Where(order => order.Id == id && order.HeldAt != null)
            .Select(order => (long?)order.EventId)
            .SingleOrDefaultAsync(cancel);

    /// <summary>The answer to a wish about a hold; null when what it wants was done before.</summary>
    public Task<LaneAnswer?> Fulfil(long eventId, Wish wish) => lanes.Fulfil(eventId, wish);

    public async Task<HoldDetails> Show(Order order, CancellationToken cancel)
    {
        var terms = await events.FindMany([order.EventId], new(null, IsAdmin: true), cancel);
        var voucher = await db
            .Vouchers.Where(voucher => voucher.Id == order.VoucherId)
            .Select(voucher => voucher.Code)
            .SingleOrDefaultAsync(cancel);
        var (now, breakdown) = (clock.GetUtcNow(), order.Breakdown);
        var status = StatusAt(order, now);
        return new(
            order.Id,
            status,
            BookingViews.Show(terms[order.EventId]),
            HoldDetails.LinesOf(breakdown),
            order.TotalTickets,
            voucher,
            HoldDetails.Amount(breakdown.NetMinor, breakdown.Currency),
            HoldDetails.Amount(breakdown.TaxMinor, breakdown.Currency),
            HoldDetails.Amount(breakdown.TotalMinor, breakdown.Currency),
            breakdown.Currency,
            status == HoldStatus.Held ? order.ExpiresAt : null,
            status == HoldStatus.Held && order.ExtendedAt is null,
            now,
            order.BuyerId is null ? tokens.Of(order.BookingId) : null
        );
    }

    private bool IsOf(Order order, Asker asker) =>
        order.BuyerId is { } buyer
            ? asker.UserId == buyer
            : asker.Token is { } token && tokens.Proves(token, order.BookingId);

    private static HoldStatus StatusAt(Order order, DateTimeOffset now) =>
        order.PlacedAt is not null ? HoldStatus.Ordered
        : order.Status == OrderStatus.Cancelled ? HoldStatus.Released
        : order.Status == OrderStatus.Held && order.ExpiresAt > now ? HoldStatus.Held
        : HoldStatus.Expired;
}
