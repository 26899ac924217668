using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Validation;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;
using Seatmate.Ticketing.Sections;

namespace Seatmate.Ticketing.Orders;

/// <summary>What is missing or null stays.</summary>
[ValidatableType]
public sealed record ChangeBookingRequest(int? TotalTickets, [property: SectionNameRule] string? SeatSection);

/// <summary>Changes one's own booking. The order's row is locked while it changes; the claims move in one statement,
/// so the new places are taken and the old ones given back together or not at all.</summary>
public static class ChangeBooking
{
    public static async Task<Results<Ok<BookingDetails>, Problem>> Handle(
        long id,
        long aid,
        ChangeBookingRequest request,
        Caller caller,
        SeatmateDb db,
        BookedEvents events,
        Booking booking,
        BookingViews views,
        TimeProvider clock,
        CancellationToken cancel
    )
    {
        if (await events.Find(id, aid, caller, cancel) is not { } terms)
            return Problem.NotFound("Event", id);
        var standing = db.Orders.Of(terms, caller).Standing(clock.GetUtcNow());
        if (await standing.SingleOrDefaultAsync(order => order.Id == aid, cancel) is not { } order)
            return Problem.NotFound("Booking", aid);
        if (order.BuyerId != caller.UserId)
            return Problem.Forbidden("You can only change your own booking");
        var count = request.TotalTickets ?? order.TotalTickets;
        if (count < 1)
            return Problem.Invalid("total_tickets", "At least one ticket is needed.");
        if (count > Math.Max(order.TotalTickets, terms.TicketsPerPersonMax))
            return BookingOutcome.TooManyForOnePerson.Explain(terms, "");
        if (count > Math.Max(order.TotalTickets, Order.TicketsMax))
            return BookingOutcome.TooManyInOneOrder.Explain(terms, "");
        if (await Target(db, order, request.SeatSection, cancel) is not { } section)
            return Problem.Invalid("seat_section", "This event has no such section.");
        var (outcome, changed) = await booking.Change(order, terms, section, count, caller, cancel);
        if (outcome != BookingOutcome.Done)
            return outcome.Explain(terms, section.Name);
        return TypedResults.Ok(await views.Show(changed, caller.AsViewer, cancel));
    }

    private static Task<Section?> Target(
        SeatmateDb db,
        Order order,
        string? name,
        CancellationToken cancel
    ) =>
        name is null
            ? db
                .Sections.AsNoTracking()
                .SingleOrDefaultAsync(section => section.Id == order.SectionId, cancel)
            : db
                .Sections.AsNoTracking()
                .SingleOrDefaultAsync(s => s.EventId == order.EventId && s.Name == name, cancel);
}
