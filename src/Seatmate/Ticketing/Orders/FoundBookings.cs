using Microsoft.EntityFrameworkCore;
using Seatmate.Events.Contracts;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;
using Seatmate.Ticketing.Contracts;
using Seatmate.Ticketing.Holds;

namespace Seatmate.Ticketing.Orders;

/// <summary>A booking that the asker may see, and its event's terms for them.</summary>
/// <param name="IsAskers">They bought it; otherwise they see bookings in the organiser's team, or everything.</param>
public sealed record FoundBooking(Order Order, EventTerms Terms, bool IsAskers);

/// <summary>Finds a booking from the outside in: its event, then the booking. Whose it is finds it as long as it is
/// there, also when the organiser has made a draft of the event again.</summary>
public sealed class FoundBookings(SeatmateDb db, IEventTerms events, HoldTokens tokens)
{
    private static readonly Viewer Everything = new(null, IsAdmin: true);

    /// <summary>The booking, or what is not there for the asker.</summary>
    public async Task<(FoundBooking? Booking, Problem? Missing)> Find(
        long eventId,
        long orderId,
        Asker asker,
        CancellationToken cancel
    )
    {
        var order = await db
            .Orders.AsNoTracking()
            .Placed()
            .SingleOrDefaultAsync(order => order.Id == orderId && order.EventId == eventId, cancel);
        var isAskers = order is not null && tokens.IsOf(order, asker);
        var terms = await events.Find(eventId, asker.Viewer, cancel);
        if (terms is null && isAskers)
            terms = await Unseen(eventId, cancel);
        if (terms is null)
            return (null, Problem.NotFound("Event", eventId));
        return order is not null && (isAskers || terms.Allows(TeamPermission.SeeBookings))
            ? (new(order, terms, isAskers), null)
            : (null, Problem.NotFound("Booking", orderId));
    }

    /// <summary>The same, of what still is a booking; a lapsed one tells its buyer so (410), a cancelled unpaid one is
    /// not there.</summary>
    public async Task<(FoundBooking? Booking, Problem? Missing)> FindStanding(
        long eventId,
        long orderId,
        Asker asker,
        DateTimeOffset now,
        CancellationToken cancel
    )
    {
        var found = await Find(eventId, orderId, asker, cancel);
        if (found.Booking is not { } booking)
            return found;
        return BookingViews.StatusAt(booking.Order, now) switch
        {
            BookingStatus.Cancelled => (null, Problem.NotFound("Booking", orderId)),
            BookingStatus.Expired => (
                null,
                Problem.Gone(
                    "booking-expired",
                    "This booking was not paid in time; its places are free again"
                )
            ),
            _ => found,
        };
    }

    private async Task<EventTerms?> Unseen(long eventId, CancellationToken cancel) =>
        await events.Find(eventId, Everything, cancel) is { } terms
            ? terms with
            {
                TeamRole = null,
                ForAdmin = false,
            }
            : null;
}
