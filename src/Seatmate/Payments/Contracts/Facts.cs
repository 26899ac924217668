using Seatmate.Platform.Outbox;

namespace Seatmate.Payments.Contracts;

/// <summary>A provider says that the money of an order is there.</summary>
public sealed record PaymentCaptured(long PaymentId, long OrderId, long AmountMinor, string Currency) : IFact;

/// <summary>An invoice was made out; credit notes tell of themselves elsewhere.</summary>
public sealed record InvoiceIssued(long InvoiceId, long OrderId) : IFact;
