using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Seatmate.Payments.Contracts;
using Seatmate.Payments.Webhooks;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;
using Seatmate.Ticketing.Contracts;

namespace Seatmate.Payments.Sandbox;

public enum SandboxOutcome
{
    Pay,
    Decline,
    Abandon,
}

public sealed record ChooseSandboxOutcomeRequest([property: Required] SandboxOutcome? Outcome);

/// <summary>Plays what a buyer does at a provider, by a signed message into our own inbox. Choosing twice, or four
/// clicks at once, is one message: its id is the payment's reference and the outcome.</summary>
public static class ChooseSandboxOutcome
{
    public static async Task<Results<Ok<SandboxPayment>, Problem>> Handle(
        string reference,
        ChooseSandboxOutcomeRequest request,
        SeatmateDb db,
        SandboxProvider sandbox,
        Inbox inbox,
        IOrders orders,
        TimeProvider clock,
        CancellationToken cancel
    )
    {
        if (await ShowSandboxPayment.Find(db, reference, cancel) is not { } payment)
            return Problem.NotFound("There is no such payment");
        var (outcome, state) = Meaning(request.Outcome!.Value);
        var present = ShowSandboxPayment.StateOf(payment, clock.GetUtcNow());
        if (present == SandboxState.Expired)
            return Problem.Gone("payment-expired", "The time to pay is over");
        if (present != SandboxState.Pending && present != state)
            return Problem.Conflict("payment-over", "This payment has been decided already");
        if (present == SandboxState.Pending)
        {
            var body = JsonSerializer.Serialize(
                new ProviderMessage($"{reference}:{outcome}", reference, outcome),
                JsonShape.Options
            );
            await inbox.Receive(
                SandboxProvider.ProviderName,
                body,
                sandbox.Sign(body, clock.GetUtcNow()),
                cancel
            );
        }
        return TypedResults.Ok(await ShowSandboxPayment.Show(payment, state, orders, cancel));
    }

    private static (ProviderOutcome, SandboxState) Meaning(SandboxOutcome outcome) =>
        outcome switch
        {
            SandboxOutcome.Pay => (ProviderOutcome.Captured, SandboxState.Captured),
            SandboxOutcome.Decline => (ProviderOutcome.Declined, SandboxState.Declined),
            SandboxOutcome.Abandon => (ProviderOutcome.Abandoned, SandboxState.Abandoned),
        };
}
