using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;
using Seatmate.Ticketing.Contracts;

namespace Seatmate.Payments.Invoices;

/// <summary>All invoices and credit notes of a booking, newest first.</summary>
public static class ListInvoices
{
    public static async Task<Results<Page<InvoiceDetails>, Problem>> Handle(
        long id,
        long aid,
        PageRequest page,
        Asker asker,
        SeatmateDb db,
        BilledOrders billed,
        CancellationToken cancel
    )
    {
        var (order, missing) = await billed.Find(id, aid, asker, cancel);
        if (order is null)
            return missing!;
        var after = page.AfterId ?? long.MaxValue;
        var invoices = await db
            .Invoices.AsNoTracking()
            .Where(invoice => invoice.OrderId == aid && invoice.Id < after)
            .OrderByDescending(invoice => invoice.Id)
            .Take(page.Limit + 1)
            .ToListAsync(cancel);
        return new Page<InvoiceDetails>(
            [.. invoices.Select(invoice => InvoiceDetails.From(invoice, id))],
            page,
            invoice => [invoice.Id]
        );
    }
}

/// <summary>One invoice or credit note of a booking.</summary>
public static class ShowInvoice
{
    public static async Task<Results<Ok<InvoiceDetails>, Problem>> Handle(
        long id,
        long aid,
        long iid,
        Asker asker,
        SeatmateDb db,
        BilledOrders billed,
        CancellationToken cancel
    )
    {
        var (order, missing) = await billed.Find(id, aid, asker, cancel);
        if (order is null)
            return missing!;
        var invoice = await db
            .Invoices.AsNoTracking()
            .SingleOrDefaultAsync(i => i.Id == iid && i.OrderId == aid, cancel);
        return invoice is null
            ? Problem.NotFound("Invoice", iid)
            : TypedResults.Ok(InvoiceDetails.From(invoice, id));
    }
}
