using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Seatmate.Accounts.Contracts;
using Seatmate.Platform;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;
using Seatmate.Platform.Outbox;

namespace Seatmate.Accounts.SecondSteps;

public sealed record TurnOnSecondStepRequest([property: Required, MaxLength(100)] string Code);

/// <summary>Shown this once.</summary>
public sealed record RecoveryCodesShown(IReadOnlyList<string> RecoveryCodes);

/// <summary>Whether a second step is in force, and how many recovery codes are left.</summary>
public sealed record SecondStepState(bool IsOn, int RecoveryCodesLeft);

public static class ShowSecondStep
{
    public static async Task<Ok<SecondStepState>> Handle(
        Caller caller,
        SeatmateDb db,
        SecondStepProof proof,
        CancellationToken cancel
    ) =>
        TypedResults.Ok(
            new SecondStepState(
                await proof.IsOn(caller.UserId, cancel),
                await db.RecoveryCodes.CountAsync(
                    code => code.UserId == caller.UserId && code.UsedAt == null,
                    cancel
                )
            )
        );
}

/// <summary>Puts the second step in force by a first code of the app, and shows the recovery codes.</summary>
public static class TurnOnSecondStep
{
    public static Task<Results<Ok<RecoveryCodesShown>, Problem>> Handle(
        TurnOnSecondStepRequest request,
        Caller caller,
        SeatmateDb db,
        SecondStepProof proof,
        TimeProvider clock,
        CancellationToken cancel
    ) =>
        db.InTransaction<Results<Ok<RecoveryCodesShown>, Problem>>(
            async () =>
            {
                if (!await proof.Confirm(caller.UserId, request.Code, cancel))
                    return Problem.Invalid("code", "This is not a code that your app shows now.");
                db.Note(caller.UserId, "accounts.second_step_turned_on", $"user:{caller.UserId}");
                db.Publish(new AccessChanged(caller.UserId, AccessChange.SecondStepOn, clock.GetUtcNow()));
                return TypedResults.Ok(
                    new RecoveryCodesShown(await proof.NewRecoveryCodes(caller.UserId, cancel))
                );
            },
            cancel
        );
}

/// <summary>New recovery codes; the old ones open nothing any more.</summary>
public static class RenewRecoveryCodes
{
    public static Task<Results<Ok<RecoveryCodesShown>, Problem>> Handle(
        Caller caller,
        SeatmateDb db,
        SecondStepProof proof,
        TimeProvider clock,
        CancellationToken cancel
    ) =>
        db.InTransaction<Results<Ok<RecoveryCodesShown>, Problem>>(
            async () =>
            {
                if (!await proof.IsOn(caller.UserId, cancel))
                    return TurnOffSecondStep.IsOff();
                db.Note(caller.UserId, "accounts.recovery_codes_renewed", $"user:{caller.UserId}");
                db.Publish(new AccessChanged(caller.UserId, AccessChange.RecoveryCodes, clock.GetUtcNow()));
                return TypedResults.Ok(
                    new RecoveryCodesShown(await proof.NewRecoveryCodes(caller.UserId, cancel))
                );
            },
            cancel
        );
}

/// <summary>Ends the second step, with its secret and its recovery codes.</summary>
public static class TurnOffSecondStep
{
    public static Task<Results<Ok<Done>, Problem>> Handle(
        Caller caller,
        SeatmateDb db,
        TimeProvider clock,
        CancellationToken cancel
    ) =>
        db.InTransaction<Results<Ok<Done>, Problem>>(
            async () =>
                await End(db, caller.UserId, caller.UserId, clock.GetUtcNow(), cancel)
                    ? TypedResults.Ok(new Done("Your second step is off"))
                    : IsOff(),
            cancel
        );

    /// <summary>In the caller's transaction; false when there is none. Nobody did it where an operator did.</summary>
    internal static async Task<bool> End(
        SeatmateDb db,
        long? actor,
        long userId,
        DateTimeOffset now,
        CancellationToken cancel
    )
    {
        var ended = await db.SecondSteps.Where(step => step.UserId == userId).ExecuteDeleteAsync(cancel);
        if (ended == 0)
            return false;
        await db.RecoveryCodes.Where(code => code.UserId == userId).ExecuteDeleteAsync(cancel);
        db.Note(actor, "accounts.second_step_turned_off", $"user:{userId}");
        db.Publish(new AccessChanged(userId, AccessChange.SecondStepOff, now));
        return true;
    }

    public static Problem IsOff() => Problem.NotFound("Your second step is not on");
}
