using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Seatmate.Accounts.Users;
using Seatmate.Platform;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;

namespace Seatmate.Accounts.Sessions;

/// <summary>Failures to sign in, and until when the next try of the kind has to wait.</summary>
public sealed class SignInTry
{
    public required byte[] SubjectHash { get; init; }
    public required int Failures { get; init; }
    public required DateTimeOffset LastFailedAt { get; init; }
    public required DateTimeOffset BlockedUntil { get; init; }
}

/// <summary>Slows down who guesses, and never keeps the owner out (docs/adr/0027): failures count for an account and
/// one address, and for an account and all devices it does not know; a device that has signed in before counts for
/// itself alone. After so many each further try waits twice as long. An account that is not there counts
/// alike.</summary>
public sealed class SignInTries(SeatmateDb db, Devices devices, Secrets secrets, TimeProvider clock)
{
    private const int FreeOfOne = 20;
    private const int FreeOfAll = 100;
    private const int WaitSecondsMax = 900;
    private static readonly TimeSpan Window = TimeSpan.FromHours(1);

    /// <summary>Compares what somebody shows, and counts it when it is wrong; refuses while this origin has to wait.
    /// That is looked at before and again after, and decided by the count: of many wrong guesses sent at once all but
    /// the allowed ones are told nothing.</summary>
    public async Task<(Problem? Refusal, bool IsRight)> Compare(
        string email,
        User? user,
        HttpContext context,
        Func<Task<bool>> isRight,
        CancellationToken cancel
    )
    {
        if (await Refusal(email, user, context, cancel) is { } early)
            return (early, false);
        var right = await isRight();
        while (true)
        {
            if (await Refusal(email, user, context, cancel) is { } late)
                return (late, false);
            if (right || await Count(email, user, context, cancel))
                return (null, right);
        }
    }

    /// <summary>Refuses while this origin has to wait.</summary>
    private async Task<Problem?> Refusal(
        string email,
        User? user,
        HttpContext context,
        CancellationToken cancel
    )
    {
        var now = clock.GetUtcNow();
        var subjects = Subjects(email, user, context).Select(subject => subject.Hash).ToArray();
        var until = await db
            .SignInTries.AsNoTracking()
            .Where(one => subjects.Contains(one.SubjectHash) && one.BlockedUntil > now)
            .MaxAsync(one => (DateTimeOffset?)one.BlockedUntil, cancel);
        return until is null
            ? null
            : new(
                StatusCodes.Status429TooManyRequests,
                "too-many-tries",
                "Too many wrong tries; wait a little, or sign in by a mailed code"
            )
            {
                RetryAfterSeconds = Math.Max(1, (int)Math.Ceiling((until.Value - now).TotalSeconds)),
            };
    }

    /// <summary>Counts a failure; false, and nothing more is counted, where others were counted first and this one has
    /// to wait.</summary>
    private async Task<bool> Count(string email, User? user, HttpContext context, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        foreach (var (hash, free) in Subjects(email, user, context))
        {
            var counted = await db.Database.ExecuteSqlAsync(
                $"""
                INSERT INTO accounts.sign_in_tries AS tries (subject_hash, failures, last_failed_at, blocked_until)
                VALUES ({hash}, 1, {now}, {now - Window})
                ON CONFLICT (subject_hash) DO UPDATE SET
                    failures = CASE WHEN tries.last_failed_at < {now
                    - Window} THEN 1 ELSE tries.failures + 1 END,
                    last_failed_at = excluded.last_failed_at,
                    blocked_until = CASE
                        WHEN tries.last_failed_at < {now - Window} OR tries.failures + 1 < {free}
                            THEN excluded.blocked_until
                        ELSE excluded.last_failed_at + make_interval(secs =>
                            least({WaitSecondsMax}, power(2, least(tries.failures + 1 - {free}, 20)))) END
                WHERE tries.blocked_until <= {now}
                """,
                cancel
            );
            if (counted == 0)
                return false;
        }
        return true;
    }

    /// <summary>What was counted for this device or address is forgotten: its owner is in.</summary>
    public Task<int> Forget(User user, HttpContext context, CancellationToken cancel)
    {
        var own = Subjects(user.Email, user, context)[0].Hash;
        return db.SignInTries.Where(one => one.SubjectHash == own).ExecuteDeleteAsync(cancel);
    }

    private (byte[] Hash, int Free)[] Subjects(string email, User? user, HttpContext context)
    {
        var account = user is null ? $"nobody {email.ToUpperInvariant()}" : $"user {user.Id}";
        return devices.Shown(user?.Id, context) is { } device
            ? [(Hash($"{account} device {device}"), FreeOfOne)]
            :
            [
                (Hash($"{account} address {Origin.AddressOf(context)}"), FreeOfOne),
                (Hash($"{account} unknown devices"), FreeOfAll),
            ];
    }

    private byte[] Hash(string subject) =>
        HMACSHA256.HashData(secrets.DeviceKey, Encoding.UTF8.GetBytes(subject));
}
