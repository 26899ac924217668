using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Validation;
using Seatmate.Accounts.Contracts;
using Seatmate.Accounts.Proofs;
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
    [property: PlainDateRule] string? Dob,
    [property: LanguageRule] string? Language,
    [property: TimeZoneRule] string? TimeZone
);

/// <summary>Changes the caller's own account. A new password needs the old one and ends all other sessions; a new
/// e-mail address waits in email_changes until its code is typed in, so nobody can take another's address.</summary>
public static class UpdateUser
{
    private static readonly TimeSpan CodeLifetime = TimeSpan.FromMinutes(10);

    public static async Task<Results<Ok<UserDetails>, Problem>> Handle(
        long id,
        UpdateUserRequest request,
        Caller caller,
        SeatmateDb db,
        PasswordHasher hasher,
        RecentProof proof,
        TimeProvider clock,
        CancellationToken cancel
    )
    {
        if (await db.Users.SingleOrDefaultAsync(user => user.Id == id, cancel) is not { } user)
            return Problem.NotFound("User", id);
        if (user.Id != caller.UserId)
            return Problem.Forbidden("You can only update your own account");
        if (
            request.Password is not null
            && !await hasher.Verify(request.OldPassword ?? "", user.PasswordHash, cancel)
        )
            return Problem.Invalid("old_password", "The old password is needed to set a new one.");
        if (
            IsOther(request.Email, user.Email)
            && request.Password is null
            && await proof.Missing(caller, cancel) is { } missing
        )
            return missing;
        if (IsOther(request.Email, user.Email) && await IsTaken(db, id, request.Email!, cancel))
            return RegisterUser.EmailTaken();
        var hash = request.Password is null ? null : await hasher.Hash(request.Password, cancel);
        await db.InTransaction(
            () => Change(db, user, request, hash, caller, clock.GetUtcNow(), cancel),
            cancel
        );
        return TypedResults.Ok(UserDetails.From(user));
    }

    private static async Task<bool> Change(
        SeatmateDb db,
        User user,
        UpdateUserRequest request,
        string? hash,
        Caller caller,
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
        }
        if (IsOther(request.Email, user.Email))
            await AskToConfirm(db, user.Id, request.Email!, now, cancel);
        var changed = db.Entry(user)
            .Properties.Where(p => p.IsModified)
            .Select(p => p.Metadata.GetColumnName())
            .ToArray();
        db.Note(caller.UserId, "accounts.user_updated", $"user:{user.Id}", new { changed });
        return true;
    }

    private static async Task AskToConfirm(
        SeatmateDb db,
        long userId,
        string email,
        DateTimeOffset now,
        CancellationToken cancel
    )
    {
        var code = RandomNumberGenerator.GetInt32(0, 1_000_000).ToString("D6");
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO accounts.email_changes (user_id, email, code_hash, expires_at)
            VALUES ({userId}, {email}, {HashCode(code)}, {now + CodeLifetime})
            ON CONFLICT (user_id) DO UPDATE SET email = excluded.email, code_hash = excluded.code_hash,
                expires_at = excluded.expires_at, attempts = 0
            """,
            cancel
        );
        db.Publish(new EmailChangeAsked(userId, email, code));
    }

    internal static byte[] HashCode(string code) => SHA256.HashData(Encoding.UTF8.GetBytes(code));

    private static bool IsOther(string? asked, string current) => asked is not null && asked != current;

    private static Task<bool> IsTaken(SeatmateDb db, long id, string email, CancellationToken cancel) =>
        db.Users.WithEmail(email).AnyAsync(user => user.Id != id, cancel);
}
