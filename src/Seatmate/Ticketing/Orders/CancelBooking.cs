using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;

namespace Seatmate.Ticketing.Orders;

/// <summary>Calls a booking off, by its buyer or an admin: places return, what was paid is paid back, the invoice is
/// credited, all in one transaction under the order's lock, so twice at once has one effect.</summary>
public static class CancelBooking
{
    public static async Task<Results<Ok<Done>, Problem>> Handle(
        long id,
        long aid,
        Caller caller,
        SeatmateDb db,
        BookedEvents events,
        Booking booking,
        TimeProvider clock,
        CancellationToken cancel
    )
    {
        if (await events.Find(id, aid, caller, cancel) is not { } terms)
            return Problem.NotFound("Event", id);
        var standing = db.Orders.AsNoTracking().Of(terms, caller).Standing(clock.GetUtcNow());
        if (await standing.SingleOrDefaultAsync(order => order.Id == aid, cancel) is not { } order)
            return Problem.NotFound("Booking", aid);
        if (order.BuyerId != caller.UserId && !caller.IsAdmin)
            return Problem.Forbidden("You can only cancel your own booking");
        if (terms.StartsAt <= clock.GetUtcNow() && !caller.IsAdmin)
            return BookingOutcome.EventBegun.Explain(terms, "");
        var cancelled = await db.InTransaction(() => Cancel(aid, caller, db, booking, cancel), cancel);
        return cancelled
            ? TypedResults.Ok(new Done("Booking cancelled successfully"))
            : Problem.Conflict("booking-over", "This booking is no longer standing");
    }

    private static async Task<bool> Cancel(
        long id,
        Caller caller,
        SeatmateDb db,
        Booking booking,
        CancellationToken cancel
    )
    {
        if (await db.Lock(id, cancel) is not { IsLive: true } order)
            return false;
        var reason = order.BuyerId == caller.UserId ? "Cancelled by its buyer" : "Cancelled by an admin";
        await booking.Cancel([order], caller.UserId, reason, cancel);
        return true;
    }
}
