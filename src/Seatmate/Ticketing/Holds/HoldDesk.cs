using Microsoft.EntityFrameworkCore;
using Seatmate.Events.Contracts;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;
using Seatmate.Ticketing.Contracts;
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
    /// <summary>The hold or what became of it, for whoever holds it.</summary>
    public async Task<Order?> Find(long id, Asker asker, CancellationToken cancel)
    {
        var order = await db.Orders.AsNoTracking().SingleOrDefaultAsync(order => order.Id == id, cancel);
        return order is not null && tokens.IsOf(order, asker) ? order : null;
    }

    /// <summary>The event of a hold, whoever holds; null when there is no such hold.</summary>
    public async Task<long?> EventOf(long id, CancellationToken cancel) =>
        memory.Hold(id)?.EventId
        ?? await db
            .Orders.Where(order => order.Id == id && order.HeldAt != null)
            .Select(order => (long?)order.EventId)
            .SingleOrDefaultAsync(cancel);

    /// <summary>The same of a guest's hold, for who shows its token.</summary>
    public async Task<long?> EventOf(long id, Asker guest, CancellationToken cancel) =>
        memory.Hold(id) is { } made && tokens.IsProof(guest.Token, made.BookingId)
            ? made.EventId
            : (await Find(id, guest, cancel) is { HeldAt: not null } hold ? hold.EventId : null);

    /// <summary>The answer to a wish about a hold; null when what it wants was done before.</summary>
    public Task<LaneAnswer?> Fulfil(long eventId, Wish wish) => lanes.Fulfil(eventId, wish);

    /// <summary>The same for a wish that is never done before; whose the hold is is decided in its lane.</summary>
    public async Task<IResult> Fulfil(Wish wish, CancellationToken cancel) =>
        await EventOf(wish.HoldId!.Value, cancel) is { } eventId
            ? new Given((await Fulfil(eventId, wish))!)
            : Problem.NotFound("Hold not found");

    public async Task<HoldDetails> Show(Order order, CancellationToken cancel)
    {
        var terms = await events.FindMany([order.EventId], new(null, IsAdmin: true), cancel);
        var voucher = await db
            .Vouchers.Where(voucher => voucher.Id == order.VoucherId)
            .Select(voucher => voucher.Code)
            .SingleOrDefaultAsync(cancel);
        var now = clock.GetUtcNow();
        var status = StatusAt(order, now);
        return HoldDetails.Of(
            order.Id,
            status,
            terms[order.EventId],
            order.Breakdown,
            voucher,
            status == HoldStatus.Held ? order.ExpiresAt : null,
            status == HoldStatus.Held && order.ExtendedAt is null,
            now,
            order.BuyerId is null ? tokens.Of(order.BookingId) : null
        );
    }

    private static HoldStatus StatusAt(Order order, DateTimeOffset now) =>
        order.PlacedAt is not null ? HoldStatus.Ordered
        : order.Status == OrderStatus.Cancelled ? HoldStatus.Released
        : order.Status == OrderStatus.Held && order.ExpiresAt > now ? HoldStatus.Held
        : HoldStatus.Expired;
}
