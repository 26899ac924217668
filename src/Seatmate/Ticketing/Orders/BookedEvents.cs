using Microsoft.EntityFrameworkCore;
using Seatmate.Events.Contracts;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;

namespace Seatmate.Ticketing.Orders;

/// <summary>Finds the event of a booking. Whose booking it is finds it as long as it is there: also when the organiser
/// has made a draft of it again.</summary>
public sealed class BookedEvents(SeatmateDb db, IEventTerms events)
{
    private static readonly Viewer Everything = new(null, IsAdmin: true);

    /// <summary>The terms for the caller; null when the event is not there for them.</summary>
    public async Task<EventTerms?> Find(long eventId, long orderId, Caller caller, CancellationToken cancel)
    {
        if (await events.Find(eventId, caller.AsViewer, cancel) is { } seen)
            return seen;
        var own =
            caller.OrganiserId is null
            && await db
                .Orders.OwnedBy(caller)
                .AnyAsync(order => order.Id == orderId && order.EventId == eventId, cancel);
        if (!own || await events.Find(eventId, Everything, cancel) is not { } terms)
            return null;
        return terms with { TeamRole = null, ForAdmin = false };
    }
}
