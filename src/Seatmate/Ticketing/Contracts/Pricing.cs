using Seatmate.Platform;

namespace Seatmate.Ticketing.Contracts;

/// <summary>One line of what an order costs. Prices include tax; net and tax split the line's total.</summary>
public sealed record PricedLine(
    string Description,
    int Quantity,
    long UnitPriceMinor,
    decimal TaxPercent,
    long NetMinor,
    long TaxMinor,
    long TotalMinor
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
}

/// <summary>The one place where totals come from; a total in a request is never read.</summary>
public static class Pricing
{
    public static Breakdown Quote(string description, int quantity, Money price, decimal taxPercent)
    {
        var total = price * quantity;
        var net = (long)Math.Round(total.AmountMinor / (1 + taxPercent / 100), MidpointRounding.AwayFromZero);
        var line = new PricedLine(
            description,
            quantity,
            price.AmountMinor,
            taxPercent,
            net,
            total.AmountMinor - net,
            total.AmountMinor
        );
        return new([line], line.NetMinor, line.TaxMinor, line.TotalMinor, price.Currency, "line");
    }
}
