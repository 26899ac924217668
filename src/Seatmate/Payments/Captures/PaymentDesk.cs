using Microsoft.EntityFrameworkCore;
using Seatmate.Payments.Contracts;
using Seatmate.Platform;
using Seatmate.Platform.Database;
using Seatmate.Platform.Outbox;

namespace Seatmate.Payments.Captures;

/// <summary>Asks for payments, gives them up and pays them back, within the transaction of what they are for. An
/// order has at most one open payment (payments_one_pending_per_order), and no more goes back than came in
/// (payments_refunds_within_capture). Several are locked in the order of their ids, those that are paid
/// back from too, so that nobody waits in a circle. No provider is asked for anything here: nothing outside may happen
/// for a transaction that is not committed yet.</summary>
public sealed class PaymentDesk(SeatmateDb db, IPaymentProvider provider) : IPayments
{
    public async Task Request(
        long orderId,
        Money amount,
        string description,
        DateTimeOffset expiresAt,
        CancellationToken cancel
    )
    {
        await GiveUp([orderId], cancel);
        db.Payments.Add(
            new()
            {
                Reference = NewPayment.NewReference(),
                Provider = provider.Name,
                OrderId = orderId,
                AmountMinor = amount.AmountMinor,
                Currency = amount.Currency,
                Description = description,
                ExpiresAt = expiresAt,
            }
        );
        await db.SaveChangesAsync(cancel);
    }

    public Task GiveUp(long[] orderIds, CancellationToken cancel) =>
        db.Database.ExecuteSqlAsync(
            $"""
            WITH locked AS MATERIALIZED (
                SELECT id, state FROM payments.payments WHERE order_id = ANY ({orderIds})
                ORDER BY id FOR NO KEY UPDATE
            )
            UPDATE payments.payments SET state = 'abandoned' FROM locked
            WHERE payments.id = locked.id AND locked.state = 'pending'
            """,
            cancel
        );

    public Task Refund(IReadOnlyDictionary<long, Money> amounts, CancellationToken cancel) =>
        Refund(amounts, first: null, cancel);

    /// <summary>If it paid back another one of its order before anybody knew that it cannot be used, it is that other
    /// one's turn.</summary>
    public async Task RefundPayment(long paymentId, CancellationToken cancel)
    {
        var payment = await db.Payments.AsNoTracking().SingleAsync(known => known.Id == paymentId, cancel);
        await Refund(
            new Dictionary<long, Money> { [payment.OrderId] = payment.Amount },
            first: paymentId,
            cancel
        );
    }

    private async Task Refund(IReadOnlyDictionary<long, Money> amounts, long? first, CancellationToken cancel)
    {
        var captured = (await Captured([.. amounts.Keys], cancel)).ToLookup(payment => payment.OrderId);
        var refunds = amounts
            .SelectMany(due =>
                Refunds(due.Key, captured[due.Key].OrderByDescending(p => p.Id == first), due.Value)
            )
            .ToList();
        foreach (var (payment, part) in refunds)
        {
            var transfer = Guid.CreateVersion7();
            payment.RefundedMinor += part;
            db.Postings.AddRange(Posting.Refunded(payment, transfer, part));
            db.Publish(new PaymentRefunded(payment.Id, transfer, part));
        }
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>What goes back of each payment of an order, so that it is as much as is due.</summary>
    private static IEnumerable<(Payment Payment, long Part)> Refunds(
        long orderId,
        IEnumerable<Payment> payments,
        Money due
    )
    {
        var rest = due.AmountMinor;
        foreach (var payment in payments)
        {
            var part = Math.Min(rest, payment.AmountMinor - payment.RefundedMinor);
            if (part > 0)
                yield return (payment, part);
            rest -= part;
        }
        if (rest > 0)
            throw new InvalidOperationException(
                $"Order {orderId} was paid {rest} less than is to be refunded."
            );
    }

    public async Task<IReadOnlyDictionary<long, string>> PayUrls(
        IReadOnlyCollection<long> orderIds,
        CancellationToken cancel
    )
    {
        if (orderIds.Count == 0)
            return new Dictionary<long, string>();
        var open = await db
            .Payments.Among(orderIds, payment => payment.OrderId)
            .Where(payment => payment.State == PaymentState.Pending)
            .Select(payment => new { payment.OrderId, payment.Reference })
            .ToListAsync(cancel);
        return open.ToDictionary(payment => payment.OrderId, payment => provider.PayUrl(payment.Reference));
    }

    public async Task<IReadOnlyDictionary<long, EventTakings>> Takings(
        long[] eventIds,
        DateTimeOffset from,
        DateTimeOffset until,
        CancellationToken cancel
    ) =>
        await db
            .Database.SqlQuery<Taken>(
                $"""
                SELECT o.event_id AS "EventId",
                    coalesce(sum(p.amount_minor) FILTER (WHERE p.cause = 'capture'), 0)::bigint AS "PaidMinor",
                    coalesce(-sum(p.amount_minor) FILTER (WHERE p.cause = 'refund'), 0)::bigint AS "RefundedMinor"
                FROM ticketing.orders o JOIN payments.postings p ON p.order_id = o.id
                WHERE o.event_id = ANY ({eventIds}) AND p.account = 'provider'
                    AND p.created_at >= {from} AND p.created_at < {until}
                GROUP BY o.event_id
                """
            )
            .ToDictionaryAsync(
                row => row.EventId,
                row => new EventTakings(row.PaidMinor, row.RefundedMinor),
                cancel
            );

    private sealed record Taken(long EventId, long PaidMinor, long RefundedMinor);

    /// <summary>The payments of these references at their providers, as far as there are such; locked until the
    /// transaction ends, in the order of their ids.</summary>
    internal static async Task<IReadOnlyDictionary<(string Provider, string Reference), Payment>> Lock(
        SeatmateDb db,
        IReadOnlyList<(string Provider, string Reference)> wanted,
        CancellationToken cancel
    )
    {
        var providers = wanted.Select(one => one.Provider).ToArray();
        var references = wanted.Select(one => one.Reference).ToArray();
        return await db
            .Payments.FromSql(
                $"""
                SELECT p.* FROM unnest({providers}, {references}) AS wanted(provider, reference)
                JOIN payments.payments p USING (provider, reference)
                ORDER BY p.id FOR NO KEY UPDATE OF p
                """
            )
            .ToDictionaryAsync(payment => (payment.Provider, payment.Reference), cancel);
    }

    private Task<List<Payment>> Captured(long[] orderIds, CancellationToken cancel) =>
        db
            .Payments.FromSql(
                $"""
                SELECT * FROM payments.payments WHERE order_id = ANY ({orderIds}) AND state = 'captured'
                ORDER BY id FOR NO KEY UPDATE
                """
            )
            .ToListAsync(cancel);
}
