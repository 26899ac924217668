using System.Text.Json.Serialization;
using Seatmate.Platform;

namespace Seatmate.Ticketing.Contracts;

/// <summary>Places of one section, to be priced.</summary>
public sealed record LineToPrice(
    long SectionId,
    string Section,
    string Description,
    int Quantity,
    long UnitPriceMinor,
    IReadOnlyList<PricedSeat>? Seats = null
);

/// <summary>A seat on a line.</summary>
public sealed record PricedSeat(long Id, string Row, string Number);

/// <summary>One line of what an order costs: places of one section. Prices include tax; net and tax split the line's
/// total.</summary>
public sealed record PricedLine(
    long SectionId,
    string Section,
    string Description,
    int Quantity,
    long UnitPriceMinor,
    decimal TaxPercent,
    long NetMinor,
    long TaxMinor,
    long TotalMinor,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        IReadOnlyList<PricedSeat>? Seats = null
);

/// <summary>What an order costs, stored with it as it was shown: each line's tax is rounded by itself, half away from
/// zero, and the sums are sums of the lines (rounding: "line").</summary>
public sealed record Breakdown(
    IReadOnlyList<PricedLine> Lines,
    long NetMinor,
    long TaxMinor,
    long TotalMinor,
    string Currency,
    string Rounding
)
{
    public Money Total => new(TotalMinor, Currency);

    /// <summary>Every single place of its lines, in their order, with its seat where there is one.</summary>
    [JsonIgnore]
    public IEnumerable<(PricedLine Line, PricedSeat? Seat)> Places =>
        Lines.SelectMany(line => Enumerable.Range(0, line.Quantity).Select(i => (line, line.Seats?[i])));

    /// <summary>The line, and on it the seat, of a ticket; none of what is no longer on it.</summary>
    public (PricedLine? Line, PricedSeat? Seat) PlaceOf(long sectionId, long? seatId)
    {
        var lines = Lines.Where(line => line.SectionId == sectionId).ToList();
        return
            lines
                .SelectMany(line => line.Seats ?? [], (line, seat) => (line, seat))
                .FirstOrDefault(place => place.seat.Id == seatId)
                is (not null, _) seated
            ? seated
            : (lines.FirstOrDefault(), null);
    }

    /// <summary>Places of one section, without numbered seats.</summary>
    [JsonIgnore]
    public bool IsOfOneSection => Lines is [{ Seats: null }];

    /// <summary>The names of its sections.</summary>
    [JsonIgnore]
    public string Sections =>
        string.Join(", ", Lines.Select(line => line.Section).Distinct(StringComparer.Ordinal));
}

/// <summary>The one place where totals come from; a total in a request is never read.</summary>
public static class Pricing
{
    public static Breakdown Quote(IEnumerable<LineToPrice> lines, string currency, decimal taxPercent)
    {
        var priced = lines.Select(line => Price(line, currency, taxPercent)).ToArray();
        return new(
            priced,
            priced.Sum(line => line.NetMinor),
            priced.Sum(line => line.TaxMinor),
            priced.Sum(line => line.TotalMinor),
            currency,
            "line"
        );
    }

    /// <summary>A price less so many per cent, rounded half away from zero.</summary>
    public static long Lowered(long priceMinor, int percentOff) =>
        (long)Math.Round(priceMinor * (100 - percentOff) / 100m, MidpointRounding.AwayFromZero);

    private static PricedLine Price(LineToPrice line, string currency, decimal taxPercent)
    {
        var total = (new Money(line.UnitPriceMinor, currency) * line.Quantity).AmountMinor;
        var net = (long)Math.Round(total / (1 + taxPercent / 100), MidpointRounding.AwayFromZero);
        return new(
            line.SectionId,
            line.Section,
            line.Description,
            line.Quantity,
            line.UnitPriceMinor,
            taxPercent,
            net,
            total - net,
            total,
            line.Seats
        );
    }
}
