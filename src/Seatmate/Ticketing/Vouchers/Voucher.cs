using Seatmate.Platform.Http;

namespace Seatmate.Ticketing.Vouchers;

/// <summary>Lowers the price of an event's places, or of one section's, for whoever knows its code; its uses are a
/// stock, which is closed when it is withdrawn.</summary>
public sealed class Voucher
{
    public const int CodeLengthMax = 40;

    public long Id { get; private set; }
    public required long EventId { get; init; }
    public required string Code { get; init; }
    public required int PercentOff { get; init; }
    public long? SectionId { get; init; }
    public DateTimeOffset? ValidUntil { get; init; }
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>A code as it is kept and compared, however somebody typed it.</summary>
    public static string? ReadCode(string? typed) => typed?.Trim().ToUpperInvariant();
}

/// <summary>A code of 1 to 40 visible signs; blanks around it are left out.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class VoucherCodeRule() : TextRule(1, Voucher.CodeLengthMax)
{
    protected override string? Fault(string text) =>
        base.Fault(text) ?? (text.Trim().Any(char.IsWhiteSpace) ? "A code has no blanks." : null);
}

/// <summary>A code as somebody typed it who hopes that there is one.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class TypedVoucherRule() : TextRule(1, Voucher.CodeLengthMax);
