using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Seatmate.Events.Contracts;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;
using Seatmate.Ticketing.Sections;

namespace Seatmate.Ticketing.Orders;

/// <summary>One ticket of General Admission when nothing is said.</summary>
public sealed record BookEventRequest(int? TotalTickets, [property: TextRule(1, 80)] string? SeatSection);

/// <summary>Books places in one section. Correct under any number of requests because section and person are stocks:
/// the check on their rows decides, in the transaction that writes order, claims, tickets and facts. Expired orders are
/// let go by whoever needs their places.</summary>
public static class BookEvent
{
    public static async Task<Results<Created<BookingDetails>, Problem>> Handle(
        long id,
        BookEventRequest request,
        Caller caller,
        SeatmateDb db,
        IEventTerms events,
        Booking booking,
        BookingViews views,
        CancellationToken cancel
    )
    {
        if (await events.Find(id, caller.AsViewer, cancel) is not { } terms)
            return Problem.NotFound("Event", id);
        var count = request.TotalTickets ?? 1;
        if (count < 1)
            return Problem.Invalid("total_tickets", "At least one ticket is needed.");
        if (count > terms.TicketsPerPersonMax)
            return Booking.Explain(BookingOutcome.TooManyForOnePerson, terms, "");
        var name = request.SeatSection ?? Section.Standard;
        if (await db.FindSection(id, name, cancel) is not { } section)
            return Problem.Invalid("seat_section", "This event has no such section.");
        var (outcome, order) = await booking.Place(terms, section, count, caller, cancel);
        return outcome == BookingOutcome.Done
            ? TypedResults.Created(
                $"/events/{id}/attending/{order.Id}",
                await views.Show(order, caller.AsViewer, cancel)
            )
            : Booking.Explain(outcome, terms, name);
    }

    internal static Task<Section?> FindSection(
        this SeatmateDb db,
        long eventId,
        string name,
        CancellationToken cancel
    ) =>
        db
            .Sections.AsNoTracking()
            .SingleOrDefaultAsync(section => section.EventId == eventId && section.Name == name, cancel);
}
