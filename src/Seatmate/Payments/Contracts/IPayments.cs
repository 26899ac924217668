using Seatmate.Platform;
using Seatmate.Ticketing.Contracts;

namespace Seatmate.Payments.Contracts;

/// <summary>What Ticketing asks Payments; everything happens within the caller's transaction.</summary>
public interface IPayments
{
    /// <summary>Asks for a payment until the deadline; one that was still open for the order is given up.</summary>
    Task Request(
        long orderId,
        Money amount,
        string description,
        DateTimeOffset expiresAt,
        CancellationToken cancel
    );

    /// <summary>Gives up what is still open for these orders: nothing more is due.</summary>
    Task GiveUp(long[] orderIds, CancellationToken cancel);

    /// <summary>Pays back so much of what was captured for each of these orders, never more than that.</summary>
    Task Refund(IReadOnlyDictionary<long, Money> amounts, CancellationToken cancel);

    /// <summary>Pays back all of one payment that cannot be used.</summary>
    Task RefundPayment(long paymentId, CancellationToken cancel);

    /// <summary>By event, from the books; one for which no money moved is missing.</summary>
    Task<IReadOnlyDictionary<long, EventTakings>> Takings(
        long[] eventIds,
        DateTimeOffset from,
        DateTimeOffset until,
        CancellationToken cancel
    );

    /// <summary>Where these orders can be paid now; an order that has nothing open is missing.</summary>
    Task<IReadOnlyDictionary<long, string>> PayUrls(
        IReadOnlyCollection<long> orderIds,
        CancellationToken cancel
    );
}

/// <summary>What came in for an event in a span of time, and what went back, in minor units of its currency.</summary>
public sealed record EventTakings(long PaidMinor, long RefundedMinor);

/// <summary>An invoice as it was made out.</summary>
public sealed record InvoiceTerms(
    long InvoiceId,
    string Number,
    string Seller,
    string BillTo,
    IReadOnlyList<PricedLine> Lines,
    Money Net,
    Money Tax,
    Money Total
);

/// <summary>Invoices, numbered without gaps and never changed.</summary>
public interface IInvoices
{
    /// <summary>Issues the invoice of each of these orders for which none stands; not of one that is over.</summary>
    Task Issue(IReadOnlyCollection<long> orderIds, CancellationToken cancel);

    /// <summary>Credits the invoices that stand for these orders, as far as there are, and issues new ones of what the
    /// orders are now, if so asked.</summary>
    Task Correct(IReadOnlyCollection<long> orderIds, bool reissue, string reason, CancellationToken cancel);

    /// <summary>An invoice that is known to be there.</summary>
    Task<InvoiceTerms> Get(long invoiceId, CancellationToken cancel);

    /// <summary>The invoice that stands for each of these orders; one without is missing.</summary>
    Task<IReadOnlyDictionary<long, long>> Standing(
        IReadOnlyCollection<long> orderIds,
        CancellationToken cancel
    );
}
