namespace Seatmate.Ticketing.Stocks;

/// <summary>Lowers the price of an event's places, or of one section's, for whoever knows its code; its uses are a
/// stock.</summary>
public sealed class Voucher
{
    public long Id { get; private set; }
    public required long EventId { get; init; }
    public required string Code { get; init; }
    public required int PercentOff { get; init; }
    public long? SectionId { get; init; }
    public DateTimeOffset? ValidUntil { get; init; }
    public DateTimeOffset CreatedAt { get; private set; }
}
