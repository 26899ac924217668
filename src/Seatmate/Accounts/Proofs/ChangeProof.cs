using Seatmate.Accounts.SecondSteps;
using Seatmate.Accounts.Sessions;
using Seatmate.Accounts.Users;
using Seatmate.Platform;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;

namespace Seatmate.Accounts.Proofs;

/// <summary>What somebody has to show who changes their address or password: for another address a recent proof,
/// whatever else comes with it; for a new password the old one, and where the second step is on a recent proof too,
/// which is a code of the app then. Wrong passwords are counted and slowed down like those at the door.</summary>
public sealed class ChangeProof(
    SeatmateDb db,
    PasswordHasher hasher,
    SecondStepProof app,
    RecentProof recent,
    SignInTries tries
)
{
    /// <summary>The refusal, when something of it is missing or wrong.</summary>
    public async Task<Problem?> Missing(
        User user,
        UpdateUserRequest request,
        Caller caller,
        HttpContext context,
        CancellationToken cancel
    )
    {
        var isSensitive =
            UpdateUser.IsOther(request.Email, user.Email)
            || request.Password is not null && await app.IsOn(user.Id, cancel);
        if (isSensitive && await recent.Missing(caller, cancel) is { } missing)
            return missing;
        return request.Password is null ? null : await Compare(user, request.OldPassword, context, cancel);
    }

    private async Task<Problem?> Compare(
        User user,
        string? oldPassword,
        HttpContext context,
        CancellationToken cancel
    )
    {
        if (string.IsNullOrEmpty(oldPassword))
            return Problem.Invalid("old_password", "The old password is needed to set a new one.");
        var (refusal, right) = await tries.Compare(
            user.Email,
            user,
            context,
            () => hasher.Verify(oldPassword, user.PasswordHash, cancel),
            cancel
        );
        if (refusal is not null || right)
            return refusal;
        db.Note(user.Id, "accounts.proof_failed", $"user:{user.Id}");
        await db.SaveChangesAsync(cancel);
        return Wrong();
    }

    internal static Problem Wrong() => Problem.Invalid("old_password", "That is not your present password.");
}
