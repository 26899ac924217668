using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Seatmate.Payments.Captures;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;
using Seatmate.Ticketing.Contracts;

namespace Seatmate.Payments.Sandbox;

public enum SandboxState
{
    Pending,
    Captured,
    Declined,
    Abandoned,
    Expired,
}

/// <summary>What the sandbox's page shows. The reference is the secret that opens it; to pay is all that it allows, so
/// a guest's way back does not carry the token of their order.</summary>
public sealed record SandboxPayment(
    string Reference,
    decimal Amount,
    string Currency,
    string Description,
    SandboxState State,
    DateTimeOffset ExpiresAt,
    string ReturnUrl
);

public static class ShowSandboxPayment
{
    public static async Task<Results<Ok<SandboxPayment>, Problem>> Handle(
        string reference,
        SeatmateDb db,
        IOrders orders,
        TimeProvider clock,
        CancellationToken cancel
    ) =>
        await Find(db, reference, cancel) is { } payment
            ? TypedResults.Ok(await Show(payment, StateOf(payment, clock.GetUtcNow()), orders, cancel))
            : Problem.NotFound("There is no such payment");

    internal static Task<Payment?> Find(SeatmateDb db, string reference, CancellationToken cancel) =>
        db
            .Payments.AsNoTracking()
            .SingleOrDefaultAsync(
                p => p.Provider == SandboxProvider.ProviderName && p.Reference == reference,
                cancel
            );

    internal static async Task<SandboxPayment> Show(
        Payment payment,
        SandboxState state,
        IOrders orders,
        CancellationToken cancel
    )
    {
        var order = await orders.Get(payment.OrderId, cancel);
        return new(
            payment.Reference,
            payment.Amount.Amount,
            payment.Currency,
            payment.Description,
            state,
            payment.ExpiresAt,
            order.Guest is null ? $"/checkout/{order.BookingId}" : $"/guest/orders/{order.OrderId}"
        );
    }

    internal static SandboxState StateOf(Payment payment, DateTimeOffset now) =>
        payment.State switch
        {
            PaymentState.Pending or PaymentState.Abandoned when payment.ExpiresAt <= now =>
                SandboxState.Expired,
            PaymentState.Pending => SandboxState.Pending,
            PaymentState.Captured => SandboxState.Captured,
            PaymentState.Declined => SandboxState.Declined,
            PaymentState.Abandoned => SandboxState.Abandoned,
        };
}
