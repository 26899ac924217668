using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Seatmate.Payments.Captures;
using Seatmate.Payments.Contracts;
using Seatmate.Platform;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;
using Seatmate.Platform.Outbox;
using Seatmate.Ticketing.Contracts;

namespace Seatmate.Payments.Webhooks;

/// <summary>Gives a provider's message its effect and marks it handled, in one transaction: never handled before the
/// effect is there, never twice. Money that arrives is always taken into the books, even for a payment we had given
/// up; whether it can be used is for the order to say.</summary>
public sealed class SettlePaymentOnWebhookReceived(SeatmateDb db, TimeProvider clock)
    : IBatchReaction<WebhookReceived>
{
    public Task React(WebhookReceived fact, CancellationToken cancel) => ReactToMany([fact], cancel);

    public async Task<IReadOnlyCollection<WebhookReceived>> ReactToMany(
        IReadOnlyList<WebhookReceived> facts,
        CancellationToken cancel
    )
    {
        var now = clock.GetUtcNow();
        var messages = (await Lock(facts, cancel)).ToDictionary(known => (known.Provider, known.MessageId));
        var unhandled = facts
            .Select(fact => messages[(fact.Provider, fact.MessageId)])
            .Where(message => message.HandledAt is null)
            .Select(message => (Message: message, Said: Read(message)))
            .ToList();
        var payments = await PaymentDesk.Lock(
            db,
            [.. unhandled.Select(each => (each.Message.Provider, each.Said.Reference)).Distinct()],
            cancel
        );
        foreach (var (message, said) in unhandled)
        {
            if (payments.GetValueOrDefault((message.Provider, said.Reference)) is { } payment)
                Settle(payment, said.Outcome, now);
            message.HandledAt = now;
        }
        await db.SaveChangesAsync(cancel);
        return facts;
    }

    private Task<List<WebhookMessage>> Lock(IReadOnlyList<WebhookReceived> facts, CancellationToken cancel)
    {
        var providers = facts.Select(fact => fact.Provider).ToArray();
        var ids = facts.Select(fact => fact.MessageId).ToArray();
        return db
            .WebhookMessages.FromSql(
                $"""
                SELECT m.* FROM unnest({providers}, {ids}) AS told(provider, message_id)
                JOIN payments.webhook_messages m USING (provider, message_id)
                ORDER BY provider, message_id FOR UPDATE OF m
                """
            )
            .ToListAsync(cancel);
    }

    private static ProviderMessage Read(WebhookMessage message) =>
        JsonSerializer.Deserialize<ProviderMessage>(message.Body, JsonShape.Options)!;

    private void Settle(Payment payment, ProviderOutcome outcome, DateTimeOffset now)
    {
        if (payment.State == PaymentState.Captured)
            return;
        if (outcome == ProviderOutcome.Captured)
        {
            payment.Capture(now);
            db.Postings.AddRange(Posting.Captured(payment));
            db.Publish(
                new PaymentCaptured(payment.Id, payment.OrderId, payment.AmountMinor, payment.Currency)
            );
        }
        else if (payment.State == PaymentState.Pending)
        {
            payment.End(outcome == ProviderOutcome.Declined ? PaymentState.Declined : PaymentState.Abandoned);
            if (payment.ExpiresAt > now)
                db.Publish(new PaymentFailed(payment.Id));
        }
        db.Note(
            null,
            $"payments.payment_{SnakeCaseEnumConverter<ProviderOutcome>.Word(outcome)}",
            $"order:{payment.OrderId}"
        );
    }
}

/// <summary>A payment was declined or abandoned while its order still waits.</summary>
public sealed record PaymentFailed(long PaymentId) : IFact;

/// <summary>As long as the order waits it can be paid: a failed try is followed by a new one until the
/// deadline.</summary>
public sealed class OfferAnotherTryOnPaymentFailed(SeatmateDb db, IOrders orders, TimeProvider clock)
    : IReaction<PaymentFailed>
{
    public async Task React(PaymentFailed fact, CancellationToken cancel)
    {
        var failed = await db
            .Payments.AsNoTracking()
            .SingleAsync(payment => payment.Id == fact.PaymentId, cancel);
        var order = await orders.Lock(failed.OrderId, cancel);
        var newer = await db.Payments.AnyAsync(p => p.OrderId == failed.OrderId && p.Id > failed.Id, cancel);
        if (order.AwaitsPayment && !newer && failed.ExpiresAt > clock.GetUtcNow())
            db.Payments.Add(failed.Again(NewPayment.NewReference()));
    }
}
