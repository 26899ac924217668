using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Validation;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;
using Seatmate.Ticketing.Contracts;
using Seatmate.Ticketing.Sections;

namespace Seatmate.Ticketing.Orders;

/// <summary>What is missing or null stays.</summary>
[ValidatableType]
public sealed record ChangeBookingRequest(int? TotalTickets, [property: SectionNameRule] string? SeatSection);

/// <summary>Changes one's own booking; a guest shows the hold's token. The order's row is locked while it changes; the
/// claims move in its transaction, so the new places are taken and the old ones given back together or not at
/// all.</summary>
public static class ChangeBooking
{
    public static async Task<Results<Ok<BookingDetails>, Problem>> Handle(
        long id,
        long aid,
        ChangeBookingRequest request,
        Asker asker,
        SeatmateDb db,
        FoundBookings bookings,
        Booking booking,
        ISections sections,
        BookingViews views,
        TimeProvider clock,
        CancellationToken cancel
    )
    {
        var (found, missing) = await bookings.FindStanding(id, aid, asker, clock.GetUtcNow(), cancel);
        if (found is null)
            return missing!;
        if (!found.IsAskers)
            return Problem.Forbidden("You can only change your own booking");
        var (order, terms) = (found.Order, found.Terms);
        var count = request.TotalTickets ?? order.TotalTickets;
        if (count < 1)
            return Problem.Invalid("total_tickets", "At least one ticket is needed.");
        if (count > Math.Max(order.TotalTickets, terms.TicketsPerPersonMax))
            return BookingOutcome.TooManyForOnePerson.Explain(terms, "");
        if (count > Math.Max(order.TotalTickets, Order.TicketsMax))
            return BookingOutcome.TooManyInOneOrder.Explain(terms, "");
        if (await Target(db, order, request.SeatSection, cancel) is not { } section)
            return BookingOutcome.NoSuchSection.Explain(
                terms,
                request.SeatSection ?? order.Breakdown.Sections
            );
        var (outcome, changed) = await booking.Change(order, terms, section, count, cancel);
        if (outcome == BookingOutcome.SectionSoldOut)
        {
            var present = (await sections.Of([id], cancel))[id].FirstOrDefault(of => of.Id == section.Id);
            return outcome.Explain(terms, present?.Scarce ?? section.Name);
        }
        if (outcome != BookingOutcome.Done)
            return outcome.Explain(terms, section.Name);
        return TypedResults.Ok(await views.Show(changed, asker.Viewer, cancel));
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
