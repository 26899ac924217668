using System.Text.Json;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Seatmate.Platform.Http;
using Seatmate.Ticketing.Contracts;

namespace Seatmate.Payments.Invoices;

public enum InvoiceKind
{
    Invoice,

    /// <summary>Takes an invoice back; its amounts are negative.</summary>
    CreditNote,
}

/// <summary>Never changed, never dropped (invoices_are_immutable); numbered per organiser and year without a
/// gap.</summary>
public sealed class Invoice
{
    public long Id { get; private set; }
    public required long OrganiserId { get; init; }
    public required int Year { get; init; }
    public required int Sequence { get; init; }
    public required InvoiceKind Kind { get; init; }
    public required long OrderId { get; init; }
    public long? CorrectsId { get; init; }
    public required string Seller { get; init; }
    public required string BillTo { get; init; }
    public required IReadOnlyList<PricedLine> Lines { get; init; }
    public required long NetMinor { get; init; }
    public required long TaxMinor { get; init; }
    public required long TotalMinor { get; init; }
    public required string Currency { get; init; }
    public string? Reason { get; init; }
    public DateTimeOffset IssuedAt { get; private set; }

    public string Number => $"{Year}-{Sequence:D6}";

    /// <summary>Whether both bill the same places to the same payee for the same seller, whatever their
    /// numbers.</summary>
    public bool SaysTheSameAs(Invoice other) =>
        (OrganiserId, Seller, BillTo, Currency)
            == (other.OrganiserId, other.Seller, other.BillTo, other.Currency)
        && Lines.Select(WithoutSeats).SequenceEqual(other.Lines.Select(WithoutSeats))
        && Lines.SelectMany(Seats).SequenceEqual(other.Lines.SelectMany(Seats));

    private static PricedLine WithoutSeats(PricedLine line) => line with { Seats = null };

    private static IReadOnlyList<PricedSeat> Seats(PricedLine line) => line.Seats ?? [];
}

public sealed class LinesConverter()
    : ValueConverter<IReadOnlyList<PricedLine>, string>(
        lines => JsonSerializer.Serialize(lines, JsonShape.Options),
        text => JsonSerializer.Deserialize<List<PricedLine>>(text, JsonShape.Options)!
    );
