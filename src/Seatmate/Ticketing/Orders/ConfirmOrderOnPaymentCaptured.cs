using Seatmate.Events.Contracts;
using Seatmate.Payments.Contracts;
using Seatmate.Platform;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;
using Seatmate.Platform.Outbox;

namespace Seatmate.Ticketing.Orders;

/// <summary>Money has arrived: the order is confirmed; one that lapsed a moment before gets its places again if they
/// are there and its event is still sold; otherwise, and whenever the amount or the order no longer fits, the money
/// goes back. Never lost, never kept.</summary>
public sealed class ConfirmOrderOnPaymentCaptured(
    SeatmateDb db,
    Booking booking,
    IPayments payments,
    IEventTerms events,
    TimeProvider clock
) : IBatchReaction<PaymentCaptured>
{
    public async Task React(PaymentCaptured fact, CancellationToken cancel)
    {
        var order =
            await db.Lock(fact.OrderId, cancel)
            ?? throw new InvalidOperationException($"Order {fact.OrderId} is gone.");
        if (Pays(fact, order) && await MayBeConfirmed(order, cancel))
        {
            await booking.Confirm([order], cancel);
            return;
        }
        await payments.RefundPayment(fact.PaymentId, cancel);
        db.Note(
            order.BuyerId,
            "ticketing.late_payment_refunded",
            $"order:{order.Id}",
            new { fact.PaymentId, order.Status }
        );
    }

    /// <summary>Those that still wait for just this payment. What takes places again or pays back locks more than its
    /// order, and comes by itself.</summary>
    public async Task<IReadOnlyCollection<PaymentCaptured>> ReactToMany(
        IReadOnlyList<PaymentCaptured> facts,
        CancellationToken cancel
    )
    {
        var first = facts.DistinctBy(fact => fact.OrderId).ToDictionary(fact => fact.OrderId);
        var awaiting = (await db.LockMany(first.Keys, cancel))
            .Where(order => order.Status == OrderStatus.AwaitingPayment && Pays(first[order.Id], order))
            .ToList();
        if (awaiting.Count > 0)
            await booking.Confirm(awaiting, cancel);
        return [.. awaiting.Select(order => first[order.Id])];
    }

    private static bool Pays(PaymentCaptured fact, Order order) =>
        fact.AmountMinor == order.TotalMinor && fact.Currency == order.Currency;

    private async Task<bool> MayBeConfirmed(Order order, CancellationToken cancel) =>
        order.Status switch
        {
            OrderStatus.AwaitingPayment => true,
            OrderStatus.Expired => await IsStillSold(order, cancel) && await booking.Revive(order, cancel),
            OrderStatus.Held or OrderStatus.Confirmed or OrderStatus.Cancelled => false,
        };

    private async Task<bool> IsStillSold(Order order, CancellationToken cancel)
    {
        var found = await events.FindMany([order.EventId], new Viewer(null, IsAdmin: true), cancel);
        var (terms, now) = (found[order.EventId], clock.GetUtcNow());
        return !terms.IsOver(now) && !terms.IsBeforeSale(now) && !terms.IsAfterSale(now);
    }
}
