using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Seatmate.Accounts.Contracts;
using Seatmate.Events.Contracts;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;
using Seatmate.Ticketing.Orders;

namespace Seatmate.Ticketing.Tickets;

/// <summary>Who is let in with a ticket, and where they sit.</summary>
public sealed record DoorListEntry(
    string Number,
    string? Name,
    string Section,
    string? Row,
    string? Seat,
    int TotalTickets
);

/// <summary>The valid tickets of an event with the names they were bought under, in the order of their sale: for the
/// door. Neither what was paid nor how to reach anybody is in it.</summary>
public static class ShowDoorList
{
    public static async Task<Results<Page<DoorListEntry>, Problem>> Handle(
        long id,
        PageRequest page,
        Caller caller,
        SeatmateDb db,
        IEventTerms events,
        IPeople people,
        CancellationToken cancel
    )
    {
        if (await events.Find(id, caller.AsViewer, cancel) is not { } terms)
            return Problem.NotFound("Event", id);
        if (!terms.Allows(TeamPermission.SeeDoorList))
            return Problem.Forbidden("You only see the door list of your own events");
        var rows = await db.ValidTickets(id, page.AfterId ?? 0, page.Limit + 1)
            .Join(
                db.Orders,
                ticket => ticket.OrderId,
                order => order.Id,
                (ticket, order) => new { ticket, order }
            )
            .OrderBy(row => row.ticket.Id)
            .ToListAsync(cancel);
        var buyers = rows.Select(row => row.order.BuyerId).OfType<long>().Distinct();
        var names = await people.Summaries([.. buyers], cancel);
        var entries = rows.Select(row =>
            Entry(row.ticket, row.order, names.GetValueOrDefault(row.order.BuyerId ?? 0)?.Name)
        );
        var ids = rows.ToDictionary(row => row.ticket.Number, row => row.ticket.Id);
        return new Page<DoorListEntry>([.. entries], page, entry => [ids[entry.Number]]);
    }

    /// <summary>Of an event, so many in the order of their sale.</summary>
    public static IQueryable<Ticket> ValidTickets(this SeatmateDb db, long eventId, long after, int most) =>
        db
            .Tickets.AsNoTracking()
            .Where(ticket =>
                ticket.EventId == eventId && ticket.Status == TicketStatus.Valid && ticket.Id > after
            )
            .OrderBy(ticket => ticket.Id)
            .Take(most);

    private static DoorListEntry Entry(Ticket ticket, Order order, string? buyer)
    {
        var (line, seat) = order.Breakdown.PlaceOf(ticket.SectionId, ticket.SeatId);
        return new(
            ticket.Number,
            buyer ?? order.GuestName,
            line?.Section ?? order.Breakdown.Sections,
            seat?.Row,
            seat?.Number,
            order.TotalTickets
        );
    }
}
