using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Seatmate.Events.Contracts;
using Seatmate.Platform;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;

namespace Seatmate.Ticketing.Orders;

/// <summary>Why, for the credit note and the audit; it must be there.</summary>
public sealed record CallOffBookingRequest([property: MustBeSaid, TextRule(3, 200)] string? Reason);

/// <summary>Calls the booking of somebody else off, for the event's team: as its buyer would, and with the same
/// effects, under the order's lock; twice at once has one effect.</summary>
public static class CallOffBooking
{
    public static async Task<Results<Ok<BookingDetails>, Problem>> Handle(
        long id,
        long aid,
        CallOffBookingRequest request,
        Caller caller,
        SeatmateDb db,
        IEventTerms events,
        Booking booking,
        BookingViews views,
        TimeProvider clock,
        CancellationToken cancel
    )
    {
        if (await events.Find(id, caller.AsViewer, cancel) is not { } terms)
            return Problem.NotFound("Event", id);
        if (!terms.Allows(TeamPermission.CancelBookings))
            return terms.TeamRole is null ? Problem.NotFound("Booking", aid) : TeamRefusals.NotYourRole();
        if (request.Reason.OrNull() is not { } reason)
            return Problem.Missing("reason");
        var standing = db.Orders.AsNoTracking().Of(terms, caller).Standing(clock.GetUtcNow());
        if (!await standing.AnyAsync(order => order.Id == aid, cancel))
            return Problem.NotFound("Booking", aid);
        var order = await db.InTransaction(
            () => CallOff(aid, reason, terms, caller, db, booking, cancel),
            cancel
        );
        return order is null
            ? Problem.Conflict("booking-over", "This booking is no longer standing")
            : TypedResults.Ok(await views.Show(order, caller.AsViewer, cancel));
    }

    private static async Task<Order?> CallOff(
        long id,
        string reason,
        EventTerms terms,
        Caller caller,
        SeatmateDb db,
        Booking booking,
        CancellationToken cancel
    )
    {
        if (await db.Lock(id, cancel) is not { IsLive: true } order)
            return null;
        await booking.Cancel([order], caller.UserId, reason, cancel);
        db.Note(
            caller.UserId,
            "ticketing.booking_called_off",
            $"order:{id}",
            new { reason },
            terms.OrganiserId
        );
        return order;
    }
}
