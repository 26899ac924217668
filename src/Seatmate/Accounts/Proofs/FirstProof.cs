using Microsoft.EntityFrameworkCore;
using Seatmate.Accounts.Sessions;
using Seatmate.Accounts.Users;
using Seatmate.Platform;
using Seatmate.Platform.Database;

namespace Seatmate.Accounts.Proofs;

/// <summary>The first time that somebody shows that they read the address of an account. Whoever made it may have typed
/// an address of somebody else's and wait for them: so, unless the proof comes from where the account was made or has
/// been used, whatever else opens it is taken off, password, sessions, passkeys, second step, links and keys.</summary>
public sealed class FirstProof(SeatmateDb db, Devices devices, TimeProvider clock)
{
    /// <summary>Confirms the address, in the caller's transaction, which saves the user.</summary>
    public async Task Note(User user, HttpContext context, CancellationToken cancel)
    {
        if (user.EmailConfirmedAt is not null)
            return;
        user.EmailConfirmedAt = clock.GetUtcNow();
        if (await devices.Knows(user.Id, context, cancel))
            return;
        await db.Links.Where(link => link.UserId == user.Id).ExecuteDeleteAsync(cancel);
        await db.Passkeys.Where(passkey => passkey.UserId == user.Id).ExecuteDeleteAsync(cancel);
        await db.SecondSteps.Where(step => step.UserId == user.Id).ExecuteDeleteAsync(cancel);
        await db.RecoveryCodes.Where(code => code.UserId == user.Id).ExecuteDeleteAsync(cancel);
        await db.ApiKeys.Where(key => key.UserId == user.Id).ExecuteDeleteAsync(cancel);
        await db.EmailChanges.Where(change => change.UserId == user.Id).ExecuteDeleteAsync(cancel);
        await db.Sessions.Where(session => session.UserId == user.Id).ExecuteDeleteAsync(cancel);
        user.PasswordHash = null;
        db.Note(user.Id, "accounts.taken_over_by_address", $"user:{user.Id}");
    }
}
