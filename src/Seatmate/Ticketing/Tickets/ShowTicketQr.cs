using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Seatmate.Events.Contracts;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;
using Seatmate.Ticketing.Contracts;
using Seatmate.Ticketing.Holds;

namespace Seatmate.Ticketing.Tickets;

/// <summary>A ticket's QR as a picture, for who bought it (a guest shows the hold's token), the organiser and admins; a
/// cancelled ticket has none.</summary>
public static class ShowTicketQr
{
    public static async Task<Results<ContentHttpResult, Problem>> Handle(
        string number,
        Asker asker,
        SeatmateDb db,
        HoldDesk desk,
        IEventTerms events,
        TicketCodes codes,
        HttpContext context,
        CancellationToken cancel
    )
    {
        var id = TicketNumber.IdOf(number);
        var ticket = await db
            .Tickets.AsNoTracking()
            .SingleOrDefaultAsync(t => t.Id == id && t.Status == TicketStatus.Valid, cancel);
        if (ticket is null || !(await IsBuyers(ticket) || await IsTeams(ticket)))
            return Problem.NotFound($"Ticket {number} not found");
        context.Response.Headers.CacheControl = "private, max-age=300";
        return TypedResults.Text(TicketPicture.Draw(codes.Of(ticket)), "image/svg+xml");

        async Task<bool> IsBuyers(Ticket ticket) =>
            await desk.Find(ticket.OrderId, asker, cancel) is not null;

        async Task<bool> IsTeams(Ticket ticket) =>
            (await events.Find(ticket.EventId, asker.Viewer, cancel))?.Allows(TeamPermission.SeeBookings)
            == true;
    }
}
