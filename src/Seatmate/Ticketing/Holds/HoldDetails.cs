using Seatmate.Events.Contracts;
using Seatmate.Platform;
using Seatmate.Ticketing.Contracts;
using Seatmate.Ticketing.Orders;

namespace Seatmate.Ticketing.Holds;

public enum HoldStatus
{
    Held,

    /// <summary>Its time is over; ordering it tries to get the places again.</summary>
    Expired,

    /// <summary>Given back.</summary>
    Released,
    Ordered,
}

public sealed record HeldSeat(long Id, string Row, string Number);

public sealed record HoldLine(
    string Section,
    int Quantity,
    IReadOnlyList<HeldSeat> Seats,
    decimal UnitPrice,
    decimal Net,
    decimal Tax,
    decimal Total
);

/// <summary>What is held, until when, and what it would cost. Amounts are decimal numbers of the currency beside them;
/// expires_at is to be counted down from server_time; token is what a guest shows from now on, as the header
/// Hold-Token.</summary>
public sealed record HoldDetails(
    long Id,
    HoldStatus Status,
    BookedEvent Event,
    IReadOnlyList<HoldLine> Lines,
    int TotalTickets,
    string? Voucher,
    decimal Net,
    decimal Tax,
    decimal Total,
    string Currency,
    DateTimeOffset? ExpiresAt,
    bool Extendable,
    DateTimeOffset ServerTime,
    string? Token
)
{
    /// <summary>A hold is kept for so many times its first duration at most, extension included.</summary>
    public const int DurationsMax = 3;

    public static HoldDetails Of(
        long id,
        HoldStatus status,
        EventTerms terms,
        Breakdown breakdown,
        string? voucher,
        DateTimeOffset? expiresAt,
        bool extendable,
        DateTimeOffset now,
        string? token
    ) =>
        new(
            id,
            status,
            BookingViews.Show(terms),
            [.. breakdown.Lines.Select(line => Show(line, breakdown.Currency))],
            breakdown.Lines.Sum(line => line.Quantity),
            voucher,
            Amount(breakdown.NetMinor, breakdown.Currency),
            Amount(breakdown.TaxMinor, breakdown.Currency),
            Amount(breakdown.TotalMinor, breakdown.Currency),
            breakdown.Currency,
            expiresAt,
            extendable,
            now,
            token
        );

    private static HoldLine Show(PricedLine line, string currency) =>
        new(
            line.Section,
            line.Quantity,
            [.. (line.Seats ?? []).Select(seat => new HeldSeat(seat.Id, seat.Row, seat.Number))],
            Amount(line.UnitPriceMinor, currency),
            Amount(line.NetMinor, currency),
            Amount(line.TaxMinor, currency),
            Amount(line.TotalMinor, currency)
        );

    private static decimal Amount(long minor, string currency) => new Money(minor, currency).Amount;
}
