using Seatmate.Platform.Outbox;

namespace Seatmate.Payments.Webhooks;

/// <summary>What a provider sent, kept under its own id so that sending it twice is one message
/// (webhook_messages_once).</summary>
public sealed class WebhookMessage
{
    public required string Provider { get; init; }
    public required string MessageId { get; init; }
    public required string Body { get; init; }
    public DateTimeOffset ReceivedAt { get; private set; }
    public DateTimeOffset? HandledAt { get; set; }
}

/// <summary>A provider's message is in the inbox.</summary>
public sealed record WebhookReceived(string Provider, string MessageId) : IFact;
