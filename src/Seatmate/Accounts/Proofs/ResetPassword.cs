using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Seatmate.Accounts.Contracts;
using Seatmate.Accounts.Users;
using Seatmate.Platform;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;
using Seatmate.Platform.Outbox;

namespace Seatmate.Accounts.Proofs;

public sealed record ResetPasswordRequest(
    [property: Required] string Token,
    [property: Required, PasswordRule] string Password
);

/// <summary>Sets a new password by the mailed token and ends every session, so that whoever knew the old one is out.
/// Correct at once and twice because the statement that finds the token ends it. Reading the mail proves the address
/// too.</summary>
public static class ResetPassword
{
    public static async Task<Results<Ok<Done>, Problem>> Handle(
        ResetPasswordRequest request,
        SeatmateDb db,
        MailedSecrets mailed,
        PasswordHasher hasher,
        FirstProof first,
        HttpContext context,
        TimeProvider clock,
        CancellationToken cancel
    )
    {
        var hash = await hasher.Hash(request.Password, cancel);
        return await db.InTransaction<Results<Ok<Done>, Problem>>(
            async () =>
            {
                if (await mailed.Use(request.Token, SecretPurpose.Reset, cancel) is not { } id)
                    return Problem.Gone("link-expired", "This link is no longer valid; ask for a new one");
                var user = await db.Users.SingleAsync(user => user.Id == id, cancel);
                await first.Note(user, context, cancel);
                await Set(db, user.Id, user, hash, clock.GetUtcNow(), cancel);
                return TypedResults.Ok(new Done("Your password is changed; sign in with the new one"));
            },
            cancel
        );
    }

    /// <summary>The password is another, and whatever the old one and the mails before it opened is shut, sign-ins
    /// under way too, as the person is locked; in the caller's transaction. Nobody did it where an operator
    /// did.</summary>
    internal static async Task Set(
        SeatmateDb db,
        long? actor,
        User user,
        string hash,
        DateTimeOffset now,
        CancellationToken cancel
    )
    {
        await db.LockPerson(user.Id, cancel);
        (user.PasswordHash, user.UpdatedAt) = (hash, now);
        db.Publish(new AccessChanged(user.Id, AccessChange.Password, now));
        await MailedSecrets.End(db, user.Id, [SecretPurpose.SignIn, SecretPurpose.Reset], now, cancel);
        await db.Sessions.Where(session => session.UserId == user.Id).ExecuteDeleteAsync(cancel);
        db.Note(actor, "accounts.password_reset", $"user:{user.Id}");
    }
}
