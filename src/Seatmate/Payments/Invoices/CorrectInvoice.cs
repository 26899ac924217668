using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Validation;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;
using Seatmate.Ticketing.Contracts;

namespace Seatmate.Payments.Invoices;

/// <summary>Whom to bill instead, and why; the lines and the total are ours.</summary>
[ValidatableType]
public sealed record CorrectInvoiceRequest(
    [property: TextRule(1, 200)] string? BillTo,
    [property: TextRule(1, 400)] string? Reason
);

/// <summary>An admin corrects an invoice: the old one stays, a credit note takes it back, a new one is made and
/// answered. An invoice is credited at most once (invoices_credited_once), also by two admins at once. One that a new
/// one would repeat stands, and is answered.</summary>
public static class CorrectInvoice
{
    public static async Task<Results<Ok<InvoiceDetails>, Problem>> Handle(
        long id,
        long aid,
        long iid,
        CorrectInvoiceRequest request,
        Asker asker,
        SeatmateDb db,
        BilledOrders billed,
        IOrders orders,
        InvoiceDesk desk,
        CancellationToken cancel
    )
    {
        var (order, missing) = await billed.Find(id, aid, asker, cancel);
        if (order is null)
            return missing!;
        return await db.InTransaction(Correct, cancel);

        async Task<Results<Ok<InvoiceDetails>, Problem>> Correct()
        {
            var now = await orders.Lock(aid, cancel);
            var (old, refusal) = await Creditable(db, aid, iid, now.Placed, cancel);
            if (old is null)
                return refusal!;
            var bill = new Bill(now, request.BillTo?.Trim() ?? old.BillTo);
            if (await desk.WouldRepeat(old, bill, cancel))
                return TypedResults.Ok(InvoiceDetails.From(old, id));
            await desk.Credit([old], request.Reason ?? "Corrected", cancel);
            var corrected = await desk.Add([bill], cancel);
            return TypedResults.Ok(InvoiceDetails.From(corrected[0], id));
        }
    }

    /// <summary>The invoice, if it may be credited and what is to follow may follow; else why not. Under the order's
    /// lock it stays so.</summary>
    internal static async Task<(Invoice? Invoice, Problem? Refusal)> Creditable(
        SeatmateDb db,
        long orderId,
        long invoiceId,
        bool mayFollow,
        CancellationToken cancel
    )
    {
        var invoice = await db
            .Invoices.AsNoTracking()
            .SingleOrDefaultAsync(i => i.Id == invoiceId && i.OrderId == orderId, cancel);
        if (invoice is null)
            return (null, Problem.NotFound("Invoice", invoiceId));
        if (invoice.Kind == InvoiceKind.CreditNote || !mayFollow)
            return (
                null,
                Problem.Conflict("not-correctable", "Only the invoice of a standing booking can be corrected")
            );
        return await db.Invoices.AnyAsync(note => note.CorrectsId == invoiceId, cancel)
            ? (null, Problem.Conflict("already-credited", "This invoice was credited already"))
            : (invoice, null);
    }
}

/// <summary>An admin takes an invoice back by a credit note, without a new one.</summary>
public static class CreditInvoice
{
    public static async Task<Results<Ok<Done>, Problem>> Handle(
        long id,
        long aid,
        long iid,
        Asker asker,
        SeatmateDb db,
        BilledOrders billed,
        IOrders orders,
        InvoiceDesk desk,
        CancellationToken cancel
    )
    {
        var (order, missing) = await billed.Find(id, aid, asker, cancel);
        if (order is null)
            return missing!;
        return await db.InTransaction(Credit, cancel);

        async Task<Results<Ok<Done>, Problem>> Credit()
        {
            await orders.Lock(aid, cancel);
            var (old, refusal) = await CorrectInvoice.Creditable(db, aid, iid, mayFollow: true, cancel);
            if (old is null)
                return refusal!;
            var notes = await desk.Credit([old], "Taken back", cancel);
            return TypedResults.Ok(new Done($"Invoice {old.Number} was credited by {notes[0].Number}"));
        }
    }
}
