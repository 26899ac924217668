using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using QRCoder;
using Seatmate.Events.Contracts;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;
using Seatmate.Ticketing.Orders;

namespace Seatmate.Ticketing.Tickets;

/// <summary>A ticket's QR as a picture, for its holder, the organiser and admins; a cancelled ticket has
/// none.</summary>
public static class ShowTicketQr
{
    private const int PixelsPerModule = 8;

    public static async Task<Results<ContentHttpResult, Problem>> Handle(
        string number,
        Caller caller,
        SeatmateDb db,
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
        if (ticket is null || !await MaySee(ticket, caller, db, events, cancel))
            return Problem.NotFound($"Ticket {number} not found");
        context.Response.Headers.CacheControl = "private, max-age=300";
        return TypedResults.Text(Draw(codes.Of(ticket)), "image/svg+xml");
    }

    private static async Task<bool> MaySee(
        Ticket ticket,
        Caller caller,
        SeatmateDb db,
        IEventTerms events,
        CancellationToken cancel
    )
    {
        if (await db.Orders.OwnedBy(caller).AnyAsync(order => order.Id == ticket.OrderId, cancel))
            return true;
        return await events.Find(ticket.EventId, caller.AsViewer, cancel) is { Managed: true };
    }

    private static string Draw(string code)
    {
        using var data = QRCodeGenerator.GenerateQrCode(code, QRCodeGenerator.ECCLevel.M);
        using var picture = new SvgQRCode(data);
        return picture.GetGraphic(PixelsPerModule);
    }
}
