using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Validation;
using Seatmate.Accounts.Contracts;
using Seatmate.Accounts.Proofs;
using Seatmate.Accounts.Sessions;
using Seatmate.Platform;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;
using Seatmate.Platform.Outbox;
using Seatmate.Platform.Time;

namespace Seatmate.Accounts.Users;

/// <summary>Any part of it; what is missing or null stays. An empty dob clears it.</summary>
[ValidatableType]
public sealed record UpdateUserRequest(
    [property: NameRule] string? Name,
    [property: NameRule] string? UserName,
    [property: EmailRule] string? Email,
    [property: PasswordRule] string? Password,
    string? OldPassword,
    [property: DobRule] string? Dob,
    [property: LanguageRule] string? Language,
    [property: TimeZoneRule] string? TimeZone
);

/// <summary>Changes the caller's own account. A new password needs the old one (<see cref="ChangeProof"/>), also in the
/// moment it is set, and ends all other sessions and sign-ins under way, as the person is locked; a new e-mail address
/// waits in email_changes until its code is typed in, so nobody can take another's address; five codes an hour, twenty
/// a day.</summary>
public static class UpdateUser
{
    public static async Task<Results<Ok<UserDetails>, Problem>> Handle(
        long id,
        UpdateUserRequest request,
        Caller caller,
        SeatmateDb db,
        PasswordHasher hasher,
        ChangeProof proof,
        MailedSecrets mailed,
        HttpContext context,
        TimeProvider clock,
        CancellationToken cancel
    )
    {
        if (await db.Users.SingleOrDefaultAsync(user => user.Id == id, cancel) is not { } user)
            return Problem.NotFound("User", id);
        if (user.Id != caller.UserId)
            return Problem.Forbidden("You can only update your own account");
        if (await proof.Missing(user, request, caller, context, cancel) is { } missing)
            return missing;
        if (IsOther(request.Email, user.Email) && await IsTaken(db, id, request.Email!, cancel))
            return RegisterUser.EmailTaken();
        var hash = request.Password is null ? null : await hasher.Hash(request.Password, cancel);
        var from = Origin.AddressOf(context);
        return await db.InTransaction<Results<Ok<UserDetails>, Problem>>(
            async () =>
            {
                if (hash is not null && !await db.LockWithPassword(user, cancel))
                    return ChangeProof.Wrong();
                if (
                    IsOther(request.Email, user.Email)
                    && !await mailed.MayMail(id, SecretPurpose.ChangeCode, from, cancel)
                )
                    return AskEmailConfirmation.TooMany();
                return await Change(db, mailed, user, request, hash, caller, from, clock.GetUtcNow(), cancel);
            },
            cancel
        );
    }

    private static async Task<Ok<UserDetails>> Change(
        SeatmateDb db,
        MailedSecrets mailed,
        User user,
        UpdateUserRequest request,
        string? hash,
        Caller caller,
        string from,
        DateTimeOffset now,
        CancellationToken cancel
    )
    {
        user.Name = request.Name?.Trim() ?? user.Name;
        user.UserName = request.UserName?.Trim() ?? user.UserName;
        user.Dob = request.Dob is null ? user.Dob : PlainDateRule.Read(request.Dob);
        user.Language = request.Language ?? user.Language;
        user.TimeZone = request.TimeZone ?? user.TimeZone;
        user.UpdatedAt = now;
        if (hash is not null)
        {
            user.PasswordHash = hash;
            await db
                .Sessions.Where(s => s.UserId == user.Id && s.Id != caller.SessionId)
                .ExecuteDeleteAsync(cancel);
            db.Publish(new AccessChanged(user.Id, AccessChange.Password, now));
        }
        if (IsOther(request.Email, user.Email))
            await AskToConfirm(db, mailed, user.Id, request.Email!, from, now, cancel);
        var changed = db.Entry(user)
            .Properties.Where(p => p.IsModified)
            .Select(p => p.Metadata.GetColumnName())
            .ToArray();
        db.Note(caller.UserId, "accounts.user_updated", $"user:{user.Id}", new { changed });
        await db.SaveChangesAsync(cancel);
        return TypedResults.Ok(UserDetails.From(user));
    }

    private static async Task AskToConfirm(
        SeatmateDb db,
        MailedSecrets mailed,
        long userId,
        string email,
        string from,
        DateTimeOffset now,
        CancellationToken cancel
    )
    {
        await mailed.End(userId, [SecretPurpose.ChangeCode], cancel);
        var code = mailed.MakeCode(userId, SecretPurpose.ChangeCode, from);
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO accounts.email_changes (user_id, email, asked_at) VALUES ({userId}, {email}, {now})
            ON CONFLICT (user_id) DO UPDATE SET email = excluded.email, asked_at = excluded.asked_at
            """,
            cancel
        );
        db.Publish(new EmailChangeAsked(userId, email, code));
    }

    internal static bool IsOther(string? asked, string current) => asked is not null && asked != current;

    private static Task<bool> IsTaken(SeatmateDb db, long id, string email, CancellationToken cancel) =>
        db.Users.WithEmail(email).AnyAsync(user => user.Id != id, cancel);
}
