using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Validation;
using Npgsql;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;

namespace Seatmate.Payments.Invoices;

/// <summary>Whom to bill instead, and why; the lines and the total are ours.</summary>
[ValidatableType]
public sealed record CorrectInvoiceRequest(
    [property: TextRule(1, 200)] string? BillTo,
    [property: TextRule(1, 400)] string? Reason
);

/// <summary>An admin corrects an invoice: the old one stays, a credit note takes it back, a new one is made and
/// answered. An invoice is credited at most once (invoices_credited_once), also by two admins at once.</summary>
public static class CorrectInvoice
{
    public static async Task<Results<Ok<InvoiceDetails>, Problem>> Handle(
        long id,
        long aid,
        long iid,
        CorrectInvoiceRequest request,
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
        return await Credited<InvoiceDetails>(
            db,
            aid,
            iid,
            order.Placed,
            async old =>
            {
                await desk.Credit(old, request.Reason ?? "Corrected", cancel);
                var corrected = await desk.Add(order, request.BillTo ?? old.BillTo, cancel);
                return TypedResults.Ok(InvoiceDetails.From(corrected, id));
            },
            cancel
        );
    }

    /// <summary>Does what follows when the invoice stands and may be credited; else says why not.</summary>
    internal static async Task<Results<Ok<T>, Problem>> Credited<T>(
        SeatmateDb db,
        long orderId,
        long invoiceId,
        bool placed,
        Func<Invoice, Task<Results<Ok<T>, Problem>>> work,
        CancellationToken cancel
    )
    {
        var old = await db
            .Invoices.AsNoTracking()
            .SingleOrDefaultAsync(i => i.Id == invoiceId && i.OrderId == orderId, cancel);
        if (old is null)
            return Problem.NotFound("Invoice", invoiceId);
        if (old.Kind == InvoiceKind.CreditNote || !placed)
            return Problem.Conflict(
                "not-correctable",
                "Only the invoice of a standing booking can be corrected"
            );
        try
        {
            return await db.InTransaction(() => work(old), cancel);
        }
        catch (DbUpdateException error)
            when (error.InnerException is PostgresException { ConstraintName: PaymentsTables.CreditedOnce })
        {
            return Problem.Conflict("already-credited", "This invoice was credited already");
        }
    }
}

/// <summary>An admin takes an invoice back by a credit note, without a new one.</summary>
public static class CreditInvoice
{
    public static async Task<Results<Ok<Done>, Problem>> Handle(
        long id,
        long aid,
        long iid,
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
        return await CorrectInvoice.Credited<Done>(
            db,
            aid,
            iid,
            placed: true,
            async old =>
            {
                var note = await desk.Credit(old, "Taken back", cancel);
                return TypedResults.Ok(new Done($"Invoice {old.Number} was credited by {note.Number}"));
            },
            cancel
        );
    }
}
