using Microsoft.EntityFrameworkCore;
using Seatmate.Events.Contracts;
using Seatmate.Payments.Contracts;
using Seatmate.Platform;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;
using Seatmate.Platform.Outbox;
using Seatmate.Ticketing.Contracts;

namespace Seatmate.Payments.Invoices;

/// <summary>Issues and corrects invoices within the caller's transaction. The number's row is locked until that
/// transaction ends, so a number is used by exactly one invoice and a transaction that is undone leaves no
/// gap.</summary>
public sealed class InvoiceDesk(SeatmateDb db, IOrders orders, IEventTerms events, TimeProvider clock)
    : IInvoices
{
    private static readonly Viewer Everything = new(null, IsAdmin: true);

    public Task Issue(long orderId, CancellationToken cancel) => IssueFor(orderId, cancel);

    /// <summary>The invoice that stands for the order, and whether it had to be made; none when the order is over. One
    /// invoice at a time stands for an order because issuing and correcting it come one by one, under the order's
    /// lock.</summary>
    public async Task<(Invoice? Invoice, bool IsNew)> IssueFor(long orderId, CancellationToken cancel)
    {
        var order = await orders.Lock(orderId, cancel);
        if (!order.Placed)
            return (null, false);
        if (await Standing(orderId, cancel) is { } standing)
            return (standing, false);
        return (await Add(order, order.BuyerName ?? "", cancel), true);
    }

    public async Task Correct(long orderId, bool reissue, string reason, CancellationToken cancel)
    {
        var order = await orders.Lock(orderId, cancel);
        if (await Standing(orderId, cancel) is not { } standing)
            return;
        await Credit(standing, reason, cancel);
        if (reissue)
            await Add(order, standing.BillTo, cancel);
    }

    /// <summary>A note that takes an invoice back.</summary>
    public async Task<Invoice> Credit(Invoice invoice, string reason, CancellationToken cancel)
    {
        var (year, sequence) = await NextNumber(invoice.OrganiserId, cancel);
        var note = new Invoice
        {
            OrganiserId = invoice.OrganiserId,
            Year = year,
            Sequence = sequence,
            Kind = InvoiceKind.CreditNote,
            OrderId = invoice.OrderId,
            CorrectsId = invoice.Id,
            Seller = invoice.Seller,
            BillTo = invoice.BillTo,
            Lines = [.. invoice.Lines.Select(Negate)],
            NetMinor = -invoice.NetMinor,
            TaxMinor = -invoice.TaxMinor,
            TotalMinor = -invoice.TotalMinor,
            Currency = invoice.Currency,
            Reason = reason,
        };
        return await Save(note, cancel);
    }

    /// <summary>A new invoice of what the order is now.</summary>
    public async Task<Invoice> Add(OrderTerms order, string billTo, CancellationToken cancel)
    {
        var terms = (await events.FindMany([order.EventId], Everything, cancel))[order.EventId];
        var (year, sequence) = await NextNumber(terms.OrganiserId, cancel);
        var breakdown = order.Breakdown;
        var invoice = new Invoice
        {
            OrganiserId = terms.OrganiserId,
            Year = year,
            Sequence = sequence,
            Kind = InvoiceKind.Invoice,
            OrderId = order.OrderId,
            Seller = terms.OrganiserName,
            BillTo = billTo,
            Lines = breakdown.Lines,
            NetMinor = breakdown.NetMinor,
            TaxMinor = breakdown.TaxMinor,
            TotalMinor = breakdown.TotalMinor,
            Currency = breakdown.Currency,
        };
        return await Save(invoice, cancel);
    }

    public async Task<IReadOnlyDictionary<long, long>> Standing(
        IReadOnlyCollection<long> orderIds,
        CancellationToken cancel
    ) =>
        await StandingOnes()
            .Where(invoice => orderIds.Contains(invoice.OrderId))
            .ToDictionaryAsync(invoice => invoice.OrderId, invoice => invoice.Id, cancel);

    public async Task<InvoiceTerms> Get(long invoiceId, CancellationToken cancel)
    {
        var invoice = await db.Invoices.AsNoTracking().SingleAsync(i => i.Id == invoiceId, cancel);
        return new(
            invoice.Id,
            invoice.Number,
            invoice.Seller,
            invoice.BillTo,
            invoice.Lines,
            new(invoice.NetMinor, invoice.Currency),
            new(invoice.TaxMinor, invoice.Currency),
            new(invoice.TotalMinor, invoice.Currency)
        );
    }

    private Task<Invoice?> Standing(long orderId, CancellationToken cancel) =>
        StandingOnes().SingleOrDefaultAsync(invoice => invoice.OrderId == orderId, cancel);

    private IQueryable<Invoice> StandingOnes() =>
        db
            .Invoices.AsNoTracking()
            .Where(invoice =>
                invoice.Kind == InvoiceKind.Invoice
                && !db.Set<Invoice>().Any(credit => credit.CorrectsId == invoice.Id)
            );

    private async Task<(int Year, int Sequence)> NextNumber(long organiserId, CancellationToken cancel)
    {
        var year = clock.GetUtcNow().Year;
        var numbers = await db
            .Database.SqlQuery<int>(
                $"""
                INSERT INTO payments.invoice_numbers (organiser_id, year, last_number) VALUES ({organiserId}, {year}, 1)
                ON CONFLICT ON CONSTRAINT invoice_numbers_one_row DO UPDATE SET last_number = invoice_numbers.last_number + 1
                RETURNING last_number AS "Value"
                """
            )
            .ToListAsync(cancel);
        return (year, numbers[0]);
    }

    private async Task<Invoice> Save(Invoice invoice, CancellationToken cancel)
    {
        db.Invoices.Add(invoice);
        db.Note(
            null,
            "payments.invoice_issued",
            $"order:{invoice.OrderId}",
            new { invoice.Number, invoice.Kind }
        );
        await db.SaveChangesAsync(cancel);
        if (invoice.Kind == InvoiceKind.Invoice)
            db.Publish(new InvoiceIssued(invoice.Id, invoice.OrderId));
        return invoice;
    }

    private static PricedLine Negate(PricedLine line) =>
        line with
        {
            Quantity = -line.Quantity,
            NetMinor = -line.NetMinor,
            TaxMinor = -line.TaxMinor,
            TotalMinor = -line.TotalMinor,
        };
}
