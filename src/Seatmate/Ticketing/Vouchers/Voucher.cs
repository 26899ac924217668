using Seatmate.Platform.Http;
using Seatmate.Ticketing.Orders;

namespace Seatmate.Ticketing.Vouchers;

/// <summary>Lowers the price of an event's places, or of one section's, for whoever knows its code, or keeps places of
/// a section for them. Its uses are a stock: of orders, or, if it keeps places, of these. The stock is closed when the
/// voucher is withdrawn or gives back what it kept.</summary>
public sealed class Voucher
{
    public const int CodeLengthMax = 40;

    public long Id { get; private set; }
    public required long EventId { get; init; }
    public required string Code { get; init; }
    public required int PercentOff { get; init; }
    public long? SectionId { get; init; }
    public DateTimeOffset? ValidUntil { get; init; }

    /// <summary>How many places of its section it keeps; null when it keeps none.</summary>
    public long? ReservedPlaces { get; init; }

    /// <summary>When it was withdrawn, or gave back what it kept.</summary>
    public DateTimeOffset? EndedAt { get; private set; }
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>Done where one that is good until then, with so many uses left, can be used now; else why not. One that
    /// is closed before its time was withdrawn.</summary>
    public static BookingOutcome OutcomeOf(
        DateTimeOffset? validUntil,
        bool isOpen,
        long left,
        DateTimeOffset now
    ) =>
        validUntil <= now ? BookingOutcome.VoucherExpired
        : !isOpen ? BookingOutcome.VoucherUnknown
        : left < 1 ? BookingOutcome.VoucherUsedUp
        : BookingOutcome.Done;

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

/// <summary>The same of a hold that has one maybe: an empty one takes it off.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class ChangedVoucherRule() : TextRule(0, Voucher.CodeLengthMax);
