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
    public TicketStatus Status { get; set; }
    public DateTimeOffset CreatedAt { get; private set; }

    public string Number => TicketNumber.Of(Id);
}

/// <summary>Keeps an order's tickets in step with it; always inside the transaction that changes the order.</summary>
public static class TicketsOfOrders
{
    /// <summary>Makes the order's valid tickets exactly as many as it says, all in its section; the newest go
    /// first.</summary>
    public static async Task MatchTickets(this SeatmateDb db, Orders.Order order, CancellationToken cancel)
    {
        var valid = await db
            .Tickets.Where(ticket => ticket.OrderId == order.Id && ticket.Status == TicketStatus.Valid)
            .OrderBy(ticket => ticket.Id)
            .ToListAsync(cancel);
        foreach (var ticket in valid.Skip(order.TotalTickets))
            ticket.Status = TicketStatus.Cancelled;
        foreach (var ticket in valid.Take(order.TotalTickets))
            ticket.SectionId = order.SectionId;
        for (var missing = order.TotalTickets - valid.Count; missing > 0; missing--)
            db.Tickets.Add(
                new()
                {
                    OrderId = order.Id,
                    EventId = order.EventId,
                    SectionId = order.SectionId,
                }
            );
    }

    public static Task<int> CancelTickets(this SeatmateDb db, long[] orderIds, CancellationToken cancel) =>
        db
            .Tickets.Where(ticket => orderIds.Contains(ticket.OrderId) && ticket.Status == TicketStatus.Valid)
            .ExecuteUpdateAsync(
                tickets => tickets.SetProperty(ticket => ticket.Status, TicketStatus.Cancelled),
                cancel
            );
}
