using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Seatmate.Accounts.SecondSteps;
using Seatmate.Accounts.Sessions;
using Seatmate.Accounts.Users;
using Seatmate.Platform;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;

namespace Seatmate.Accounts.Proofs;

/// <summary>Where the second step is on, a code of the authenticator app; else the password, or the code of a mail that
/// `POST /auth/code` sends.</summary>
public sealed record ProveAgainRequest(string? Password, [property: MaxLength(100)] string? Code);

/// <summary>Proves once more that it is still the person themself, which what is sensitive asks for; good for ten
/// minutes in this session. Wrong ones are counted and slowed down like those at the door.</summary>
public static class ProveAgain
{
    public static async Task<Results<Ok<Done>, Problem>> Handle(
        ProveAgainRequest request,
        Caller caller,
        SeatmateDb db,
        PasswordHasher hasher,
        SecondStepProof app,
        CodeAgain codes,
        SignInTries tries,
        HttpContext context,
        TimeProvider clock,
        CancellationToken cancel
    )
    {
        if (string.IsNullOrEmpty(request.Password) && string.IsNullOrEmpty(request.Code))
            return Problem.Missing("password");
        if (string.IsNullOrEmpty(request.Code) && await app.IsOn(caller.UserId, cancel))
            return Problem.Invalid("code", "Type the code that your authenticator app shows.");
        var user = await db.Users.SingleAsync(user => user.Id == caller.UserId, cancel);
        var (refusal, right) = await tries.Compare(
            user.Email,
            user,
            context,
            () =>
                request.Code is { Length: > 0 } code
                    ? codes.Try(user.Id, code, context, cancel)
                    : hasher.Verify(request.Password!, user.PasswordHash, cancel),
            cancel
        );
        if (refusal is not null)
            return refusal;
        if (!right)
        {
            db.Note(caller.UserId, "accounts.proof_failed", $"user:{user.Id}");
            await db.SaveChangesAsync(cancel);
            return request.Code is { Length: > 0 }
                ? Problem.Invalid("code", "This code is wrong or no longer valid.")
                : Problem.Invalid("password", "This is not your password.");
        }
        await Renew(db, caller, clock.GetUtcNow(), cancel);
        return TypedResults.Ok(new Done("Thank you"));
    }

    private static Task<int> Renew(
        SeatmateDb db,
        Caller caller,
        DateTimeOffset now,
        CancellationToken cancel
    ) =>
        db.InTransaction(
            () =>
            {
                db.Note(caller.UserId, "accounts.proved_again", $"user:{caller.UserId}");
                return db
                    .Sessions.Where(session => session.Id == caller.SessionId)
                    .ExecuteUpdateAsync(set => set.SetProperty(session => session.ProvedAt, now), cancel);
            },
            cancel
        );
}

/// <summary>A code by which a signed-in person proves who they are: their app's, or a mailed one.</summary>
public sealed class CodeAgain(SeatmateDb db, SecondStepProof app, MailedSecrets mailed)
{
    public async Task<bool> Try(long userId, string code, HttpContext context, CancellationToken cancel)
    {
        if (await app.IsOn(userId, cancel))
            return await app.Try(userId, code, cancel);
        var from = Origin.AddressOf(context);
        return await db.InTransaction(
                () => mailed.Try(userId, SecretPurpose.SignIn, code.Trim(), from, cancel),
                cancel
            ) == CodeOutcome.Right;
    }
}
