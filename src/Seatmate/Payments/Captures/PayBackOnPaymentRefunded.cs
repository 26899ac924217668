using Microsoft.EntityFrameworkCore;
using Seatmate.Payments.Contracts;
using Seatmate.Platform.Database;
using Seatmate.Platform.Outbox;

namespace Seatmate.Payments.Captures;

/// <summary>The books say that so much of a payment goes back.</summary>
public sealed record PaymentRefunded(long PaymentId, Guid TransferId, long AmountMinor) : IFact;

/// <summary>Has the provider pay back what the books say, and asks again until it has answered: each time for the same
/// transfer, so that the money goes back once.</summary>
public sealed class PayBackOnPaymentRefunded(SeatmateDb db, IEnumerable<IPaymentProvider> providers)
    : IReaction<PaymentRefunded>
{
    public async Task React(PaymentRefunded fact, CancellationToken cancel)
    {
        var payment = await db
            .Payments.AsNoTracking()
            .SingleAsync(known => known.Id == fact.PaymentId, cancel);
        var provider = providers.Single(known => known.Name == payment.Provider);
        await provider.Refund(payment.Reference, fact.TransferId, fact.AmountMinor, cancel);
    }
}
