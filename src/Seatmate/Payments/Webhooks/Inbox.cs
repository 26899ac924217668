using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Seatmate.Payments.Contracts;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;
using Seatmate.Platform.Outbox;

namespace Seatmate.Payments.Webhooks;

/// <summary>Takes in a provider's message: proven, stored once, and handed to the outbox in the same
/// transaction.</summary>
public sealed class Inbox(SeatmateDb db, IEnumerable<IPaymentProvider> providers, TimeProvider clock)
{
    /// <summary>False when there is no such provider or the message is not from it.</summary>
    public async Task<bool> Receive(
        string providerName,
        string body,
        string? signature,
        CancellationToken cancel
    )
    {
        var provider = providers.SingleOrDefault(provider => provider.Name == providerName);
        if (provider?.Read(body, signature, clock.GetUtcNow()) is not { } message)
            return false;
        await db.InTransaction(() => Store(provider.Name, message, cancel), cancel);
        return true;
    }

    private async Task<bool> Store(string provider, ProviderMessage message, CancellationToken cancel)
    {
        var stored = JsonSerializer.Serialize(message, JsonShape.Options);
        var rows = await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO payments.webhook_messages (provider, message_id, body)
            VALUES ({provider}, {message.MessageId}, {stored}::jsonb) ON CONFLICT DO NOTHING
            """,
            cancel
        );
        if (rows == 1)
            db.Publish(new WebhookReceived(provider, message.MessageId));
        return true;
    }
}
