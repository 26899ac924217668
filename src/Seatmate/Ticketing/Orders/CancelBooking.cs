using Microsoft.AspNetCore.Http.HttpResults;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;
using Seatmate.Ticketing.Contracts;

namespace Seatmate.Ticketing.Orders;

/// <summary>Calls a booking off, by its buyer (a guest shows the hold's token) or an admin: places return, what was
/// paid is paid back, the invoice is credited, all in one transaction under the order's lock, so twice at once has one
/// effect.</summary>
public static class CancelBooking
{
    public static async Task<Results<Ok<Done>, Problem>> Handle(
        long id,
        long aid,
        Asker asker,
        SeatmateDb db,
        FoundBookings bookings,
        Booking booking,
        TimeProvider clock,
        CancellationToken cancel
    )
    {
        var now = clock.GetUtcNow();
        var (found, missing) = await bookings.FindStanding(id, aid, asker, now, cancel);
        if (found is null)
            return missing!;
        var isAdmin = asker.Viewer.IsAdmin;
        if (!found.IsAskers && !isAdmin)
            return Problem.Forbidden("You can only cancel your own booking");
        if (found.Terms.StartsAt <= now && !isAdmin)
            return BookingOutcome.EventBegun.Explain(found.Terms, "");
        var admin = isAdmin && found.Order.BuyerId != asker.UserId ? asker.UserId : null;
        var cancelled = await db.InTransaction(() => Cancel(aid, admin, db, booking, cancel), cancel);
        return cancelled
            ? TypedResults.Ok(new Done("Booking cancelled successfully"))
            : Problem.Conflict("booking-over", "This booking is no longer standing");
    }

    /// <summary>Noted is the admin, else the buyer; of a guest, nobody.</summary>
    private static async Task<bool> Cancel(
        long id,
        long? adminId,
        SeatmateDb db,
        Booking booking,
        CancellationToken cancel
    )
    {
        if (await db.Lock(id, cancel) is not { IsLive: true } order)
            return false;
        var reason = adminId is null ? "Cancelled by its buyer" : "Cancelled by an admin";
        await booking.Cancel([order], adminId ?? order.BuyerId, reason, cancel);
        return true;
    }
}
