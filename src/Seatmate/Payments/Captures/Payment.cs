using Seatmate.Platform;

namespace Seatmate.Payments.Captures;

public enum PaymentState
{
    Pending,
    Captured,
    Declined,

    /// <summary>The payer walked away, or what it was for changed or ended.</summary>
    Abandoned,
}

/// <summary>One try to pay an order at a provider. Its reference is a secret: who has it may pay.</summary>
public sealed class Payment
{
    public long Id { get; private set; }
    public required string Reference { get; init; }
    public required string Provider { get; init; }
    public required long OrderId { get; init; }
    public required long AmountMinor { get; init; }
    public required string Currency { get; init; }
    public required string Description { get; init; }
    public PaymentState State { get; private set; }
    public required DateTimeOffset ExpiresAt { get; init; }
    public DateTimeOffset? CapturedAt { get; private set; }
    public long RefundedMinor { get; set; }
    public DateTimeOffset CreatedAt { get; private set; }

    public Money Amount => new(AmountMinor, Currency);

    public void Capture(DateTimeOffset now) => (State, CapturedAt) = (PaymentState.Captured, now);

    public void End(PaymentState state) => State = state;

    /// <summary>The same amount for the same order until the same deadline, to be tried once more.</summary>
    public Payment Again(string reference) =>
        new()
        {
            Reference = reference,
            Provider = Provider,
            OrderId = OrderId,
            AmountMinor = AmountMinor,
            Currency = Currency,
            Description = Description,
            ExpiresAt = ExpiresAt,
        };
}

public enum PostingAccount
{
    /// <summary>What the provider owes us.</summary>
    Provider,

    /// <summary>What was sold.</summary>
    Sales,
}

public enum PostingCause
{
    Capture,
    Refund,
}

/// <summary>One side of a transfer; the two sides add up to nothing. Never changed
/// (postings_are_append_only).</summary>
public sealed class Posting
{
    public long Id { get; private set; }
    public required Guid TransferId { get; init; }
    public required long OrderId { get; init; }
    public required long? PaymentId { get; init; }
    public required PostingAccount Account { get; init; }
    public required long AmountMinor { get; init; }
    public required string Currency { get; init; }
    public required PostingCause Cause { get; init; }
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>Both sides of money that came in.</summary>
    public static IEnumerable<Posting> Captured(Payment payment) =>
        Transfer(payment, Guid.CreateVersion7(), payment.AmountMinor, PostingCause.Capture);

    /// <summary>Both sides of money that goes back, in the transfer that the provider is asked for.</summary>
    public static IEnumerable<Posting> Refunded(Payment payment, Guid transfer, long amountMinor) =>
        Transfer(payment, transfer, -amountMinor, PostingCause.Refund);

    private static IEnumerable<Posting> Transfer(
        Payment payment,
        Guid transfer,
        long amountMinor,
        PostingCause cause
    )
    {
        yield return Side(payment, transfer, PostingAccount.Provider, amountMinor, cause);
        yield return Side(payment, transfer, PostingAccount.Sales, -amountMinor, cause);
    }

    private static Posting Side(
        Payment payment,
        Guid transfer,
        PostingAccount account,
        long amountMinor,
        PostingCause cause
    ) =>
        new()
        {
            TransferId = transfer,
            OrderId = payment.OrderId,
            PaymentId = payment.Id,
            Account = account,
            AmountMinor = amountMinor,
            Currency = payment.Currency,
            Cause = cause,
        };
}
