using Microsoft.EntityFrameworkCore;
using Seatmate.Events.Contracts;
using Seatmate.Payments.Contracts;
using Seatmate.Platform;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;
using Seatmate.Platform.Outbox;
using Seatmate.Ticketing.Contracts;

namespace Seatmate.Payments.Invoices;

/// <summary>Issues and corrects invoices within the caller's transaction. A number's row is locked until that
/// transaction ends, so a number is used by exactly one invoice and a transaction that is undone leaves no gap. Several
/// rows are locked in the order of their organisers, so that nobody waits in a circle.</summary>
public sealed class InvoiceDesk(SeatmateDb db, IOrders orders, IEventTerms events, TimeProvider clock)
    : IInvoices
{
    private static readonly Viewer Everything = new(null, IsAdmin: true);

    public async Task Issue(IReadOnlyCollection<long> orderIds, CancellationToken cancel)
    {
        var billable = (await orders.LockMany(orderIds, cancel)).Where(order => order.Placed).ToList();
        var standing = await Standing(orderIds, cancel);
        var due = billable.Where(order => !standing.ContainsKey(order.OrderId));
        await Add([.. due.Select(Bill.To)], cancel);
    }

    /// <summary>The invoice that stands for the order, and whether it had to be made; none when the order is over. One
    /// invoice at a time stands for an order because issuing and correcting it come one by one, under the order's
    /// lock.</summary>
    public async Task<(Invoice? Invoice, bool IsNew)> IssueFor(long orderId, CancellationToken cancel)
    {
        var order = await orders.Lock(orderId, cancel);
        if (!order.Placed)
            return (null, false);
        if (await StandingOnes([orderId]).SingleOrDefaultAsync(cancel) is { } standing)
            return (standing, false);
        return ((await Add([Bill.To(order)], cancel))[0], true);
    }

    public async Task Correct(
        IReadOnlyCollection<long> orderIds,
        bool reissue,
        string reason,
        CancellationToken cancel
    )
    {
        if ((await Standing(orderIds, cancel)).Keys.ToArray() is not { Length: > 0 } billed)
            return;
        var now = (await orders.LockMany(billed, cancel)).ToDictionary(order => order.OrderId);
        var standing = await StandingOnes(billed).OrderBy(invoice => invoice.Id).ToListAsync(cancel);
        await Credit(standing, reason, cancel);
        if (reissue)
            await Add([.. standing.Select(old => new Bill(now[old.OrderId], old.BillTo))], cancel);
    }

    /// <summary>Notes that take invoices back.</summary>
    public async Task<IReadOnlyList<Invoice>> Credit(
        IReadOnlyCollection<Invoice> invoices,
        string reason,
        CancellationToken cancel
    )
    {
        var numbers = await NextNumbers(invoices.Select(invoice => invoice.OrganiserId), cancel);
        return await Save([.. invoices.Select(Note)], cancel);

        Invoice Note(Invoice invoice)
        {
            var (year, sequence) = numbers[invoice.OrganiserId].Dequeue();
            return new()
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
        }
    }

    /// <summary>New invoices of what orders are now.</summary>
    public async Task<IReadOnlyList<Invoice>> Add(IReadOnlyCollection<Bill> bills, CancellationToken cancel)
    {
        var sellers = await Sellers(bills, cancel);
        var numbers = await NextNumbers(
            bills.Select(bill => sellers[bill.Order.EventId].OrganiserId),
            cancel
        );
        return await Save([.. bills.Select(Numbered)], cancel);

        Invoice Numbered(Bill bill)
        {
            var seller = sellers[bill.Order.EventId];
            return MakeOut(bill, seller, numbers[seller.OrganiserId].Dequeue());
        }
    }

    /// <summary>Whether a new invoice would say what this one says: the seller's name or the order may have changed
    /// since, without a word about it.</summary>
    public async Task<bool> WouldRepeat(Invoice invoice, Bill bill, CancellationToken cancel)
    {
        var seller = (await Sellers([bill], cancel))[bill.Order.EventId];
        return invoice.SaysTheSameAs(MakeOut(bill, seller, (invoice.Year, invoice.Sequence)));
    }

    public async Task<IReadOnlyDictionary<long, long>> Standing(
        IReadOnlyCollection<long> orderIds,
        CancellationToken cancel
    ) =>
        await StandingOnes(orderIds)
            .Select(invoice => new { invoice.OrderId, invoice.Id })
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

    private Task<IReadOnlyDictionary<long, EventTerms>> Sellers(
        IReadOnlyCollection<Bill> bills,
        CancellationToken cancel
    ) => events.FindMany([.. bills.Select(bill => bill.Order.EventId).Distinct()], Everything, cancel);

    private static Invoice MakeOut(Bill bill, EventTerms seller, (int Year, int Sequence) number)
    {
        var breakdown = bill.Order.Breakdown;
        return new()
        {
            OrganiserId = seller.OrganiserId,
            Year = number.Year,
            Sequence = number.Sequence,
            Kind = InvoiceKind.Invoice,
            OrderId = bill.Order.OrderId,
            Seller = seller.OrganiserName,
            BillTo = bill.BillTo,
            Lines = breakdown.Lines,
            NetMinor = breakdown.NetMinor,
            TaxMinor = breakdown.TaxMinor,
            TotalMinor = breakdown.TotalMinor,
            Currency = breakdown.Currency,
        };
    }

    private IQueryable<Invoice> StandingOnes(IReadOnlyCollection<long> orderIds) =>
        db
            .Invoices.AsNoTracking()
            .Among(orderIds, invoice => invoice.OrderId)
            .Where(invoice =>
                invoice.Kind == InvoiceKind.Invoice
                && !db.Set<Invoice>().Any(credit => credit.CorrectsId == invoice.Id)
            );

    /// <summary>The next numbers of these organisers: as many as each is named.</summary>
    private async Task<IReadOnlyDictionary<long, Queue<(int Year, int Sequence)>>> NextNumbers(
        IEnumerable<long> organiserIds,
        CancellationToken cancel
    )
    {
        var wanted = organiserIds.CountBy(id => id).ToDictionary();
        if (wanted.Count == 0)
            return new Dictionary<long, Queue<(int, int)>>();
        var year = clock.GetUtcNow().Year;
        var last = await db
            .Database.SqlQuery<LastNumber>(
                $"""
                INSERT INTO payments.invoice_numbers (organiser_id, year, last_number)
                SELECT organiser_id, {year}, wanted FROM unnest({wanted.Keys.ToArray()}, {wanted.Values.ToArray()})
                    AS of_organisers(organiser_id, wanted) ORDER BY organiser_id
                ON CONFLICT ON CONSTRAINT invoice_numbers_one_row
                DO UPDATE SET last_number = invoice_numbers.last_number + EXCLUDED.last_number
                RETURNING organiser_id AS "OrganiserId", last_number AS "Number"
                """
            )
            .ToListAsync(cancel);
        return last.ToDictionary(
            of => of.OrganiserId,
            of => new Queue<(int, int)>(
                Enumerable
                    .Range(of.Number - wanted[of.OrganiserId] + 1, wanted[of.OrganiserId])
                    .Select(number => (year, number))
            )
        );
    }

    private async Task<IReadOnlyList<Invoice>> Save(IReadOnlyList<Invoice> invoices, CancellationToken cancel)
    {
        db.Invoices.AddRange(invoices);
        foreach (var invoice in invoices)
            db.Note(
                null,
                "payments.invoice_issued",
                $"order:{invoice.OrderId}",
                new { invoice.Number, invoice.Kind }
            );
        await db.SaveChangesAsync(cancel);
        foreach (var invoice in invoices.Where(invoice => invoice.Kind == InvoiceKind.Invoice))
            db.Publish(new InvoiceIssued(invoice.Id, invoice.OrderId));
        return invoices;
    }

    private static PricedLine Negate(PricedLine line) =>
        line with
        {
            Quantity = -line.Quantity,
            NetMinor = -line.NetMinor,
            TaxMinor = -line.TaxMinor,
            TotalMinor = -line.TotalMinor,
        };

    private sealed record LastNumber(long OrganiserId, int Number);
}

/// <summary>An order to be billed, and to whom.</summary>
public sealed record Bill(OrderTerms Order, string BillTo)
{
    /// <summary>To its buyer.</summary>
    public static Bill To(OrderTerms order) => new(order, order.BuyerName ?? "");
}
