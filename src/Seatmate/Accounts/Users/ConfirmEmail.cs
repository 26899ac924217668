using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Seatmate.Accounts.Contracts;
using Seatmate.Accounts.Proofs;
using Seatmate.Accounts.Sessions;
using Seatmate.Platform;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;
using Seatmate.Platform.Outbox;

namespace Seatmate.Accounts.Users;

/// <summary>One of the two that were mailed: the code, typed in by its person, or the token of the link.</summary>
public sealed record ConfirmEmailRequest(string? Code, string? Token);

/// <summary>Confirms an e-mail address, the present one or a new one that waits: by code (six digits, ten minutes, five
/// attempts, one use) for who is signed in, or by the token of the mailed link, signed in or where the account has been
/// used before: that its mail was read elsewhere says nothing about who uses the account, and must not stand in the way
/// of <see cref="FirstProof"/>. While a new one waits, the code itself says which of the two it confirms. Correct at
/// once and twice because the row is locked while it is tried and over once it is used.</summary>
public static class ConfirmEmail
{
    public static async Task<Results<Ok<UserDetails>, Problem>> Handle(
        ConfirmEmailRequest request,
        SeatmateDb db,
        MailedSecrets mailed,
        Devices devices,
        HttpContext context,
        TimeProvider clock,
        CancellationToken cancel
    )
    {
        var caller = Caller.From(context.User);
        var now = clock.GetUtcNow();
        if (request.Token is { Length: > 0 } token)
            return await db.InTransaction(
                () => Follow(token, caller, db, mailed, devices, context, now, cancel),
                cancel,
                answer => answer.Result is not Problem
            );
        if (request.Code is null)
            return Problem.Missing("code");
        if (caller is null)
            return Problem.SignInNeeded();
        var from = Origin.AddressOf(context);
        try
        {
            return await db.InTransaction(
                () => Type(request.Code.Trim(), caller, from, db, mailed, now, cancel),
                cancel
            );
        }
        catch (DbUpdateException error)
            when (error.InnerException is PostgresException { ConstraintName: AccountsTables.EmailTakenOnce })
        {
            return RegisterUser.EmailTaken();
        }
    }

    private static async Task<Results<Ok<UserDetails>, Problem>> Follow(
        string token,
        Caller? caller,
        SeatmateDb db,
        MailedSecrets mailed,
        Devices devices,
        HttpContext context,
        DateTimeOffset now,
        CancellationToken cancel
    )
    {
        if (await mailed.Use(token, SecretPurpose.ConfirmLink, cancel) is not { } id)
            return Problem.Gone("link-expired", "This link is no longer valid; ask for a new one");
        if (caller?.UserId != id && !await devices.Knows(id, context, cancel))
            return new Problem(
                StatusCodes.Status401Unauthorized,
                "sign-in-needed",
                "Sign in to your account here first, then open the link once more"
            );
        var user = await db.Users.SingleAsync(user => user.Id == id, cancel);
        await Confirm(db, mailed, user, now, cancel);
        // Who follows the link where others use the account, too, may be one of them.
        var details = UserDetails.From(user);
        return TypedResults.Ok(caller?.UserId == id ? details : details with { Dob = null });
    }

    private static async Task<Results<Ok<UserDetails>, Problem>> Type(
        string code,
        Caller caller,
        string from,
        SeatmateDb db,
        MailedSecrets mailed,
        DateTimeOffset now,
        CancellationToken cancel
    )
    {
        await db.LockPerson(caller.UserId, cancel);
        var change = await db
            .EmailChanges.FromSql(
                $"SELECT * FROM accounts.email_changes WHERE user_id = {caller.UserId} FOR UPDATE"
            )
            .SingleOrDefaultAsync(cancel);
        var user = await db.Users.SingleAsync(user => user.Id == caller.UserId, cancel);
        var waiting = new List<SecretPurpose>();
        if (change is not null)
            waiting.Add(SecretPurpose.ChangeCode);
        if (user.EmailConfirmedAt is null)
            waiting.Add(SecretPurpose.ConfirmCode);
        var (outcome, purpose) = await mailed.Try(user.Id, [.. waiting], code, from, cancel);
        if (outcome != CodeOutcome.Right)
            return Refused(outcome);
        if (change is not null && purpose == SecretPurpose.ChangeCode)
        {
            db.Publish(new AccessChanged(user.Id, AccessChange.Address, now, user.Email));
            user.Email = change.Email;
            db.EmailChanges.Remove(change);
            await mailed.End(user.Id, Enum.GetValues<SecretPurpose>(), cancel);
            db.Note(caller.UserId, "accounts.email_changed", $"user:{user.Id}");
        }
        await Confirm(db, mailed, user, now, cancel);
        return TypedResults.Ok(UserDetails.From(user));
    }

    private static Problem Refused(CodeOutcome outcome) =>
        outcome switch
        {
            CodeOutcome.NeverMailed => Problem.NotFound("There is no address waiting to be confirmed"),
            CodeOutcome.Expired => Problem.Gone(
                "code-expired",
                "This code is no longer valid; ask for a new one"
            ),
            CodeOutcome.Wrong or CodeOutcome.Right => Problem.Invalid(
                "code",
                "This is not the code that was sent."
            ),
        };

    private static async Task Confirm(
        SeatmateDb db,
        MailedSecrets mailed,
        User user,
        DateTimeOffset now,
        CancellationToken cancel
    )
    {
        user.EmailConfirmedAt = now;
        user.UpdatedAt = now;
        await mailed.End(user.Id, [SecretPurpose.ConfirmCode, SecretPurpose.ConfirmLink], cancel);
        db.Note(user.Id, "accounts.email_confirmed", $"user:{user.Id}");
    }
}
