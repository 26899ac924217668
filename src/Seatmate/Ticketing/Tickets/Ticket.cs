using Microsoft.EntityFrameworkCore;
using Seatmate.Platform.Database;

namespace Seatmate.Ticketing.Tickets;

public enum TicketStatus
{
    Valid,
    Cancelled,
}

/// <summary>The right of one person to be let in. Its number is made from its id (<see
/// cref="TicketNumber"/>).</summary>
public sealed class Ticket
{
    public long Id { get; private set; }
    public required long OrderId { get; init; }
    public required long EventId { get; init; }
    public required long SectionId { get; set; }
    public long? SeatId { get; set; }
    public TicketStatus Status { get; set; }
    public DateTimeOffset CreatedAt { get; private set; }

    public string Number => TicketNumber.Of(Id);
}

/// <summary>Keeps orders' tickets in step with them; always inside the transaction that changes the orders.</summary>
public static class TicketsOfOrders
{
    /// <summary>Makes each order's valid tickets exactly those of its places; those that fit no place go, the newest
    /// first.</summary>
    public static async Task MatchTickets(
        this SeatmateDb db,
        IReadOnlyList<Orders.Order> orders,
        CancellationToken cancel
    )
    {
        var ids = orders.Select(order => order.Id).ToArray();
        var valid = await db
            .Tickets.Among(ids, ticket => ticket.OrderId)
            .Where(ticket => ticket.Status == TicketStatus.Valid)
            .OrderBy(ticket => ticket.Id)
            .ToListAsync(cancel);
        var ofOrders = valid.ToLookup(ticket => ticket.OrderId);
        foreach (var order in orders)
            db.Match([.. ofOrders[order.Id]], order);
    }

    private static void Match(this SeatmateDb db, List<Ticket> valid, Orders.Order order)
    {
        var places = order.Breakdown.Places.ToList();
        foreach (var ticket in valid.Skip(places.Count))
            ticket.Status = TicketStatus.Cancelled;
        for (var i = 0; i < places.Count; i++)
        {
            var ticket = i < valid.Count ? valid[i] : New(order);
            (ticket.SectionId, ticket.SeatId) = (places[i].Line.SectionId, places[i].Seat?.Id);
            if (i >= valid.Count)
                db.Tickets.Add(ticket);
        }
    }

    private static Ticket New(Orders.Order order) =>
        new()
        {
            OrderId = order.Id,
            EventId = order.EventId,
            SectionId = order.SectionId,
        };

    public static Task<int> CancelTickets(this SeatmateDb db, long[] orderIds, CancellationToken cancel) =>
        db
            .Tickets.Where(ticket => orderIds.Contains(ticket.OrderId) && ticket.Status == TicketStatus.Valid)
            .ExecuteUpdateAsync(
                tickets => tickets.SetProperty(ticket => ticket.Status, TicketStatus.Cancelled),
                cancel
            );
}
