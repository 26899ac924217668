using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Seatmate.Accounts.Contracts;
using Seatmate.Platform.Database;

namespace Seatmate.Ticketing.Tickets;

/// <summary>The QR codes of a person's valid tickets, for their export.</summary>
public sealed class TicketFiles(SeatmateDb db, TicketCodes codes) : IPersonalFiles
{
    public async IAsyncEnumerable<PersonalFile> Of(
        long userId,
        [EnumeratorCancellation] CancellationToken cancel
    )
    {
        var tickets = db
            .Tickets.AsNoTracking()
            .Where(ticket => ticket.Status == TicketStatus.Valid)
            .Join(
                db.Orders.Where(order => order.BuyerId == userId),
                ticket => ticket.OrderId,
                order => order.Id,
                (ticket, _) => ticket
            )
            .OrderBy(ticket => ticket.Id)
            .AsAsyncEnumerable();
        await foreach (var ticket in tickets.WithCancellation(cancel))
            yield return new(
                $"ticketing/{ticket.Number}.svg",
                Encoding.UTF8.GetBytes(TicketPicture.Draw(codes.Of(ticket)))
            );
    }
}
