using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Seatmate.Platform;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;

namespace Seatmate.Accounts.Users;

public sealed record ConfirmEmailRequest([property: Required] string Code);

/// <summary>Takes over the new e-mail address whose code the person types in: six digits, ten minutes, five attempts,
/// one use. Correct at once and twice because the row is locked while it is tried and gone once it is used.</summary>
public static class ConfirmEmail
{
    private const int AttemptsMax = 5;

    public static async Task<Results<Ok<UserDetails>, Problem>> Handle(
        ConfirmEmailRequest request,
        Caller caller,
        SeatmateDb db,
        TimeProvider clock,
        CancellationToken cancel
    )
    {
        try
        {
            return await db.InTransaction(
                () => Try(request.Code.Trim(), caller, db, clock.GetUtcNow(), cancel),
                cancel
            );
        }
        catch (DbUpdateException error)
            when (error.InnerException is PostgresException { ConstraintName: AccountsTables.EmailTakenOnce })
        {
            return RegisterUser.EmailTaken();
        }
    }

    private static async Task<Results<Ok<UserDetails>, Problem>> Try(
        string code,
        Caller caller,
        SeatmateDb db,
        DateTimeOffset now,
        CancellationToken cancel
    )
    {
        var change = await db
            .EmailChanges.FromSql(
                $"SELECT * FROM accounts.email_changes WHERE user_id = {caller.UserId} FOR UPDATE"
            )
            .SingleOrDefaultAsync(cancel);
        if (change is null)
            return Problem.NotFound("There is no address waiting to be confirmed");
        if (change.ExpiresAt <= now || change.Attempts >= AttemptsMax)
            return Problem.Gone("code-expired", "This code is no longer valid; ask for a new one");
        if (!CryptographicOperations.FixedTimeEquals(change.CodeHash, UpdateUser.HashCode(code)))
        {
            change.Attempts++;
            return Problem.Invalid("code", "This is not the code that was sent.");
        }
        var user = await db.Users.SingleAsync(user => user.Id == caller.UserId, cancel);
        user.Email = change.Email;
        user.UpdatedAt = now;
        db.EmailChanges.Remove(change);
        db.Note(caller.UserId, "accounts.email_changed", $"user:{user.Id}");
        return TypedResults.Ok(UserDetails.From(user));
    }
}
