using Seatmate.Platform.Outbox;

namespace Seatmate.Payments.Contracts;

/// <summary>A provider says that the money of an order is there.</summary>
public sealed record PaymentCaptured(long PaymentId, long OrderId, long AmountMinor, string Currency) : IFact;
