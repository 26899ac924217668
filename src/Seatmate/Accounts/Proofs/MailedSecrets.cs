using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Seatmate.Accounts.Contracts;
using Seatmate.Platform;
using Seatmate.Platform.Database;

namespace Seatmate.Accounts.Proofs;

/// <summary>How a code that was typed in compares with what was mailed.</summary>
public enum CodeOutcome
{
    Right,
    Wrong,
    Expired,
    NeverMailed,
}

/// <summary>Makes mailed secrets and takes them back. Correct at once and twice because a code's row is locked while it
/// is tried, and a token's row ends in the statement that finds it. Before either its person is locked, whom the proof
/// may change: people come before their secrets. All of it runs inside the caller's transaction.</summary>
public sealed class MailedSecrets(SeatmateDb db, Secrets secrets, TimeProvider clock)
{
    /// <summary>An hour for one account, asked from one address.</summary>
    public const int PerHourMax = 5;

    /// <summary>A day for one account, wherever it is asked from: a thief who asks on and on gets a hundred guesses at
    /// a million codes a day.</summary>
    public const int PerDayMax = 20;

    private const int TokenBytes = 32;
    public static readonly TimeSpan CodeLifetime = TimeSpan.FromMinutes(10);
    public static readonly TimeSpan TokenLifetime = TimeSpan.FromHours(24);

    /// <summary>False when so many have been mailed to this person that one more is refused; the person's row is
    /// locked, so that several who ask at once are counted.</summary>
    public async Task<bool> MayMail(long userId, SecretPurpose purpose, string from, CancellationToken cancel)
    {
        await db.LockPerson(userId, cancel);
        var now = clock.GetUtcNow();
        var (hourAgo, dayAgo) = (now.AddHours(-1), now.AddDays(-1));
        var recent = await db
            .MailedSecrets.AsNoTracking()
            .Where(s => s.UserId == userId && s.Purpose == purpose && s.MadeAt > dayAgo)
            .Select(s => new { s.AskedFrom, s.MadeAt })
            .ToListAsync(cancel);
        return recent.Count < PerDayMax
            && recent.Count(s => s.AskedFrom == from && s.MadeAt > hourAgo) < PerHourMax;
    }

    /// <summary>Six digits, good for ten minutes.</summary>
    public string MakeCode(long userId, SecretPurpose purpose, string from)
    {
        var code = RandomNumberGenerator.GetInt32(0, 1_000_000).ToString("D6");
        Add(userId, purpose, code, from, CodeLifetime);
        return code;
    }

    /// <summary>A token that nobody guesses, good for a day.</summary>
    public string MakeToken(long userId, SecretPurpose purpose, string from)
    {
        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TokenBytes));
        Add(userId, purpose, token, from, TokenLifetime);
        return token;
    }

    /// <summary>Tries a code; the right one ends all of its purpose. Of several living ones it is compared with the
    /// newest that was asked for from the same address, so that whoever asks elsewhere cannot use up the tries of the
    /// owner's.</summary>
    public async Task<CodeOutcome> Try(
        long userId,
        SecretPurpose purpose,
        string code,
        string from,
        CancellationToken cancel
    ) => (await Try(userId, [purpose], code, from, cancel)).Outcome;

    /// <summary>Tries a code that may have been mailed for any of these purposes, and says for which it was. A wrong
    /// one is a try of each; the right one of one purpose is no try of the others.</summary>
    public async Task<(CodeOutcome Outcome, SecretPurpose? Purpose)> Try(
        long userId,
        SecretPurpose[] purposes,
        string code,
        string from,
        CancellationToken cancel
    )
    {
        await db.LockPerson(userId, cancel);
        var living = new List<MailedSecret>();
        foreach (var purpose in purposes)
            living.AddRange(await Living(userId, purpose, from, cancel));
        if (living is [])
            return await db.MailedSecrets.AnyAsync(
                s => s.UserId == userId && purposes.Contains(s.Purpose),
                cancel
            )
                ? (CodeOutcome.Expired, null)
                : (CodeOutcome.NeverMailed, null);
        var hash = Hash(code);
        var right = living.Find(secret => CryptographicOperations.FixedTimeEquals(secret.SecretHash, hash));
        if (right is null)
        {
            living.ForEach(secret => secret.Attempts++);
            return (CodeOutcome.Wrong, null);
        }
        await End(userId, [right.Purpose], cancel);
        return (CodeOutcome.Right, right.Purpose);
    }

    /// <summary>The one of a purpose that a code is compared with, locked; none when there is none.</summary>
    private Task<List<MailedSecret>> Living(
        long userId,
        SecretPurpose purpose,
        string from,
        CancellationToken cancel
    )
    {
        var now = clock.GetUtcNow();
        var name = SnakeCaseEnumConverter<SecretPurpose>.Word(purpose);
        return db
            .MailedSecrets.FromSql(
                $"""
                SELECT * FROM accounts.mailed_secrets
                WHERE user_id = {userId} AND purpose = {name} AND ended_at IS NULL AND expires_at > {now}
                    AND attempts < {MailedSecret.AttemptsMax}
                ORDER BY asked_from = {from} DESC, id DESC LIMIT 1 FOR UPDATE
                """
            )
            .ToListAsync(cancel);
    }

    /// <summary>Whose token this is; null when it is nobody's, too old, or used. Using it ends it.</summary>
    public async Task<long?> Use(string token, SecretPurpose purpose, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var (name, hash) = (SnakeCaseEnumConverter<SecretPurpose>.Word(purpose), Hash(token));
        await db.Database.ExecuteSqlAsync(
            $"""
            SELECT FROM accounts.users WHERE id IN (
                SELECT user_id FROM accounts.mailed_secrets WHERE secret_hash = {hash} AND purpose = {name})
            FOR NO KEY UPDATE
            """,
            cancel
        );
        var owners = await db
            .Database.SqlQuery<long>(
                $"""
                UPDATE accounts.mailed_secrets SET ended_at = {now}
                WHERE secret_hash = {hash} AND purpose = {name} AND ended_at IS NULL AND expires_at > {now}
                RETURNING user_id AS "Value"
                """
            )
            .ToListAsync(cancel);
        return owners is [var owner] ? owner : null;
    }

    /// <summary>Ends all living ones of these purposes.</summary>
    public Task<int> End(long userId, SecretPurpose[] purposes, CancellationToken cancel) =>
        End(db, userId, purposes, clock.GetUtcNow(), cancel);

    public static Task<int> End(
        SeatmateDb db,
        long userId,
        SecretPurpose[] purposes,
        DateTimeOffset now,
        CancellationToken cancel
    ) =>
        db
            .MailedSecrets.Where(s => s.UserId == userId && purposes.Contains(s.Purpose) && s.EndedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.EndedAt, now), cancel);

    private void Add(long userId, SecretPurpose purpose, string secret, string from, TimeSpan lifetime)
    {
        var now = clock.GetUtcNow();
        db.MailedSecrets.Add(
            new()
            {
                UserId = userId,
                Purpose = purpose,
                SecretHash = Hash(secret),
                AskedFrom = from,
                MadeAt = now,
                ExpiresAt = now + lifetime,
            }
        );
    }

    /// <summary>Keyed, because six digits are few: who reads the database alone cannot try them all.</summary>
    private byte[] Hash(string secret) =>
        HMACSHA256.HashData(secrets.MailedSecretKey, Encoding.UTF8.GetBytes(secret));
}
