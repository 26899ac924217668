using Microsoft.AspNetCore.Http.HttpResults;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;

namespace Seatmate.Payments.Invoices;

/// <summary>Issues the invoice of what is booked; its total is ours, whatever the body says. Asking again answers the
/// one that stands: the order's row is locked while it is looked for and made.</summary>
public static class IssueInvoice
{
    public static async Task<Results<Created<InvoiceDetails>, Ok<InvoiceDetails>, Problem>> Handle(
        long id,
        long aid,
        Caller caller,
        SeatmateDb db,
        BilledOrders billed,
        InvoiceDesk desk,
        CancellationToken cancel
    )
    {
        var (order, missing) = await billed.Find(id, aid, caller, cancel);
        if (order is null)
            return missing!;
        if (!order.Placed)
            return Problem.Conflict("booking-over", "This booking is no longer standing");
        var (invoice, isNew) = await db.InTransaction(
            () => desk.IssueFor(order, order.BuyerName ?? "", cancel),
            cancel
        );
        var details = InvoiceDetails.From(invoice, id);
        return isNew
            ? TypedResults.Created($"/events/{id}/attending/{aid}/invoice/{invoice.Id}", details)
            : TypedResults.Ok(details);
    }
}
