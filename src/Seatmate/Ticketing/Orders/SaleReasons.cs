using Seatmate.Events.Contracts;

namespace Seatmate.Ticketing.Orders;

/// <summary>What the terms of an event say about its sale, in the one order of reasons that everybody is
/// told.</summary>
public static class SaleReasons
{
    /// <summary>Why not even what somebody holds in time is ordered at this moment; null when it may be.</summary>
    public static BookingOutcome? WhyNotOrdered(this EventTerms terms, DateTimeOffset now) =>
        !terms.OnSale ? BookingOutcome.NotOnSale
        : terms.IsOver(now) ? BookingOutcome.EventOver
        : null;

    /// <summary>Why no places are taken at this moment; null when they are on sale.</summary>
    public static BookingOutcome? WhyNotSold(this EventTerms terms, DateTimeOffset now) =>
        terms.WhyNotOrdered(now)
        ?? (
            terms.IsBeforeSale(now) ? BookingOutcome.SaleNotStarted
            : terms.IsAfterSale(now) ? BookingOutcome.SaleEnded
            : null
        );
}
