using System.Text.Json.Serialization;

namespace Seatmate.Payments.Contracts;

public enum ProviderOutcome
{
    Captured,
    Declined,
    Abandoned,
}

/// <summary>What a provider's message says, once its signature is proven.</summary>
public sealed record ProviderMessage(
    string MessageId,
    string Reference,
    [property: JsonRequired] ProviderOutcome Outcome
);

/// <summary>The seam to the outside: whoever takes the money. The sandbox stands here, real providers will.</summary>
public interface IPaymentProvider
{
    /// <summary>Its name in addresses: /webhooks/{name}.</summary>
    string Name { get; }

    /// <summary>Where a buyer pays.</summary>
    string PayUrl(string reference);

    /// <summary>The message in a webhook's body; null when its signature is not the provider's or its time is long
    /// past.</summary>
    ProviderMessage? Read(string body, string? signature, DateTimeOffset now);

    /// <summary>Pays back part of a captured payment, once for each transfer, however often it is asked: the answer to
    /// a try may be lost.</summary>
    /// <param name="reference">Of the payment.</param>
    /// <param name="transferId">The idempotency key of what goes back.</param>
    Task Refund(string reference, Guid transferId, long amountMinor, CancellationToken cancel);
}
