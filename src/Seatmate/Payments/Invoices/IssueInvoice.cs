using Microsoft.AspNetCore.Http.HttpResults;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;
using Seatmate.Ticketing.Contracts;

namespace Seatmate.Payments.Invoices;

/// <summary>Issues the invoice of what is booked; its total is ours, whatever the body says. Asking again answers the
/// one that stands: the order's row is locked while it is looked for and made.</summary>
public static class IssueInvoice
{
    public static async Task<Results<Created<InvoiceDetails>, Ok<InvoiceDetails>, Problem>> Handle(
        long id,
        long aid,
        Asker asker,
        SeatmateDb db,
        BilledOrders billed,
        InvoiceDesk desk,
        CancellationToken cancel
    )
    {
        var (order, missing) = await billed.Find(id, aid, asker, cancel);
        if (order is null)
            return missing!;
        var (invoice, isNew) = await db.InTransaction(() => desk.IssueFor(aid, cancel), cancel);
        if (invoice is null)
            return Problem.Conflict("booking-over", "This booking is no longer standing");
        var details = InvoiceDetails.From(invoice, id);
        return isNew
            ? TypedResults.Created($"/events/{id}/attending/{aid}/invoice/{invoice.Id}", details)
            : TypedResults.Ok(details);
    }
}
