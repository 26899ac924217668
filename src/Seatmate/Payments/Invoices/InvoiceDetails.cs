using Seatmate.Platform;
using Seatmate.Ticketing.Contracts;

namespace Seatmate.Payments.Invoices;

public sealed record InvoiceLine(
    string Description,
    int Quantity,
    decimal UnitPrice,
    decimal TaxPercent,
    decimal Net,
    decimal Tax,
    decimal Total
);

/// <summary>An invoice or credit note as it was issued. Amounts are decimal numbers of the currency beside
/// them.</summary>
public sealed record InvoiceDetails(
    long Id,
    string Number,
    InvoiceKind Kind,
    long? CorrectsInvoiceId,
    long EventId,
    long AttendingId,
    string Seller,
    string BillTo,
    IReadOnlyList<InvoiceLine> Lines,
    decimal Net,
    decimal Tax,
    decimal Total,
    string Currency,
    string? Reason,
    DateTimeOffset IssuedAt
)
{
    public static InvoiceDetails From(Invoice invoice, long eventId) =>
        new(
            invoice.Id,
            invoice.Number,
            invoice.Kind,
            invoice.CorrectsId,
            eventId,
            invoice.OrderId,
            invoice.Seller,
            invoice.BillTo,
            [.. invoice.Lines.Select(line => Show(line, invoice.Currency))],
            Amount(invoice.NetMinor, invoice.Currency),
            Amount(invoice.TaxMinor, invoice.Currency),
            Amount(invoice.TotalMinor, invoice.Currency),
            invoice.Currency,
            invoice.Reason,
            invoice.IssuedAt
        );

    private static InvoiceLine Show(PricedLine line, string currency) =>
        new(
            line.Description,
            line.Quantity,
            Amount(line.UnitPriceMinor, currency),
            line.TaxPercent,
            Amount(line.NetMinor, currency),
            Amount(line.TaxMinor, currency),
            Amount(line.TotalMinor, currency)
        );

    private static decimal Amount(long minor, string currency) => new Money(minor, currency).Amount;
}
