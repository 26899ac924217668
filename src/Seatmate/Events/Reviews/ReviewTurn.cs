using Microsoft.EntityFrameworkCore;
using Seatmate.Events.Listings;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;
using Seatmate.Ticketing.Contracts;

namespace Seatmate.Events.Reviews;

public enum ReviewTurnOutcome
{
    Open,
    NoSuchEvent,
    NotBegun,
    OwnEvent,
    WasNotThere,
}

/// <summary>Whether a person may review an event: it has begun, they have a valid ticket, and it is not their own
/// team's.</summary>
public sealed class ReviewTurn(SeatmateDb db, IOrders orders, TimeProvider clock)
{
    public async Task<ReviewTurnOutcome> Of(Caller caller, long eventId, CancellationToken cancel)
    {
        var found = await db
            .Events.VisibleTo(caller.AsViewer)
            .Where(listed => listed.Id == eventId)
            .Select(listed => new
            {
                listed.StartsAt,
                IsOwn = listed.Organiser.Members.Any(member => member.UserId == caller.UserId),
            })
            .SingleOrDefaultAsync(cancel);
        if (found is null)
            return ReviewTurnOutcome.NoSuchEvent;
        if (found.IsOwn)
            return ReviewTurnOutcome.OwnEvent;
        if (found.StartsAt > clock.GetUtcNow())
            return ReviewTurnOutcome.NotBegun;
        return await orders.HasTickets(eventId, caller.UserId, cancel)
            ? ReviewTurnOutcome.Open
            : ReviewTurnOutcome.WasNotThere;
    }

    public static Problem? Refusal(ReviewTurnOutcome outcome, long eventId) =>
        outcome switch
        {
            ReviewTurnOutcome.Open => null,
            ReviewTurnOutcome.NoSuchEvent => Problem.NotFound("Event", eventId),
            ReviewTurnOutcome.NotBegun => Problem.Conflict("not-begun", "This event has not begun yet"),
            ReviewTurnOutcome.OwnEvent => Problem.Forbidden("You cannot review an event of your own team"),
            ReviewTurnOutcome.WasNotThere => Problem.Forbidden("Only people who were there can review it"),
        };
}
