using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Validation;
using Seatmate.Accounts.Contracts;
using Seatmate.Platform;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;
using Seatmate.Platform.Outbox;

namespace Seatmate.Accounts.Passkeys;

/// <summary>The caller's passkeys, the oldest first; twenty at most.</summary>
public static class ListPasskeys
{
    public static async Task<IReadOnlyList<PasskeyDetails>> Handle(
        Caller caller,
        SeatmateDb db,
        CancellationToken cancel
    ) =>
        [
            .. (
                await db
                    .Passkeys.AsNoTracking()
                    .Where(passkey => passkey.UserId == caller.UserId)
                    .OrderBy(passkey => passkey.Id)
                    .ToListAsync(cancel)
            ).Select(PasskeyDetails.From),
        ];
}

[ValidatableType]
public sealed record RenamePasskeyRequest([property: TextRule(1, 50)] string? Name);

/// <summary>Names one of the caller's passkeys anew; somebody else's is not there.</summary>
public static class RenamePasskey
{
    public static async Task<Results<Ok<PasskeyDetails>, Problem>> Handle(
        long id,
        RenamePasskeyRequest request,
        Caller caller,
        SeatmateDb db,
        CancellationToken cancel
    )
    {
        var passkey = await db.Passkeys.SingleOrDefaultAsync(
            p => p.Id == id && p.UserId == caller.UserId,
            cancel
        );
        if (passkey is null)
            return Problem.NotFound("Passkey", id);
        await db.InTransaction(
            () =>
            {
                passkey.Name = request.Name?.Trim() ?? passkey.Name;
                db.Note(caller.UserId, "accounts.passkey_renamed", $"user:{caller.UserId}", new { id });
                return Task.FromResult(true);
            },
            cancel
        );
        return TypedResults.Ok(PasskeyDetails.From(passkey));
    }
}

/// <summary>Removes one of the caller's passkeys, but never the last way in (passkeys_leave_a_way_in).</summary>
public static class RemovePasskey
{
    public static async Task<Results<Ok<Done>, Problem>> Handle(
        long id,
        Caller caller,
        SeatmateDb db,
        TimeProvider clock,
        CancellationToken cancel
    )
    {
        try
        {
            return await db.InTransaction(() => Remove(id, caller, db, clock, cancel), cancel);
        }
        catch (Exception error) when (error.BrokenConstraint() == AccountsTables.PasskeysLeaveAWayIn)
        {
            return Problem.Conflict(
                "last-way-in",
                "This is your only way to sign in. Set a password first, then remove it"
            );
        }
    }

    private static async Task<Results<Ok<Done>, Problem>> Remove(
        long id,
        Caller caller,
        SeatmateDb db,
        TimeProvider clock,
        CancellationToken cancel
    )
    {
        var removed = await db
            .Passkeys.Where(passkey => passkey.Id == id && passkey.UserId == caller.UserId)
            .ExecuteDeleteAsync(cancel);
        if (removed == 0)
            return Problem.NotFound("Passkey", id);
        db.Note(caller.UserId, "accounts.passkey_removed", $"user:{caller.UserId}", new { id });
        db.Publish(new AccessChanged(caller.UserId, AccessChange.PasskeyRemoved, clock.GetUtcNow()));
        return TypedResults.Ok(new Done("The passkey is removed"));
    }
}
