using Microsoft.EntityFrameworkCore;
using Seatmate.Payments.Contracts;
using Seatmate.Platform;
using Seatmate.Platform.Database;

namespace Seatmate.Payments.Captures;

/// <summary>Asks for payments, gives them up and pays them back, within the transaction of what they are for. An
/// order has at most one open payment (payments_one_pending_per_order), and no more goes back than came in
/// (payments_refunds_within_capture).</summary>
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
        db
            .Payments.Where(payment =>
                orderIds.Contains(payment.OrderId) && payment.State == PaymentState.Pending
            )
            .ExecuteUpdateAsync(
                payments => payments.SetProperty(payment => payment.State, PaymentState.Abandoned),
                cancel
            );

    public Task Refund(long orderId, Money amount, CancellationToken cancel) =>
        Refund(orderId, amount, first: null, cancel);

    /// <summary>If it paid back another one of its order before anybody knew that it cannot be used, it is that other
    /// one's turn.</summary>
    public async Task RefundPayment(long paymentId, CancellationToken cancel)
    {
        var payment = await db.Payments.AsNoTracking().SingleAsync(known => known.Id == paymentId, cancel);
        await Refund(payment.OrderId, payment.Amount, first: paymentId, cancel);
    }

    private async Task Refund(long orderId, Money amount, long? first, CancellationToken cancel)
    {
        var rest = amount.AmountMinor;
        foreach (
            var payment in (await Captured(orderId, cancel)).OrderByDescending(known => known.Id == first)
        )
        {
            var part = Math.Min(rest, payment.AmountMinor - payment.RefundedMinor);
            if (part > 0)
                await Refund(payment, part, cancel);
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
            .Payments.Where(payment =>
                orderIds.Contains(payment.OrderId) && payment.State == PaymentState.Pending
            )
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

    /// <summary>A payment, locked until the transaction ends.</summary>
    internal static Task<Payment?> Lock(SeatmateDb db, long paymentId, CancellationToken cancel) =>
        db
            .Payments.FromSql($"SELECT * FROM payments.payments WHERE id = {paymentId} FOR NO KEY UPDATE")
            .SingleOrDefaultAsync(cancel);

    private Task<List<Payment>> Captured(long orderId, CancellationToken cancel) =>
        db
            .Payments.FromSql(
                $"SELECT * FROM payments.payments WHERE order_id = {orderId} AND state = 'captured' ORDER BY id FOR NO KEY UPDATE"
            )
            .ToListAsync(cancel);

    private async Task Refund(Payment payment, long amountMinor, CancellationToken cancel)
    {
        payment.RefundedMinor += amountMinor;
        db.Postings.AddRange(Posting.Transfer(payment, -amountMinor, PostingCause.Refund));
        await db.SaveChangesAsync(cancel);
        await provider.Refund(payment.Reference, amountMinor, cancel);
    }
}
