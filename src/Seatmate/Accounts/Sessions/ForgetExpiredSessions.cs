using Microsoft.EntityFrameworkCore;
using Seatmate.Platform.Database;
using Seatmate.Platform.Jobs;

namespace Seatmate.Accounts.Sessions;

/// <summary>Drops sessions whose time is over, visits to providers that never came back, codes that were never typed
/// in, and failures and devices of long ago.</summary>
public sealed class ForgetExpiredSessions(SeatmateDb db, TimeProvider clock) : IJob
{
    private static readonly TimeSpan CodesKept = TimeSpan.FromDays(1);

    public TimeSpan Every => TimeSpan.FromHours(1);

    public async Task Run(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        await db.Sessions.Where(session => session.ExpiresAt < now).ExecuteDeleteAsync(cancel);
        await db.Devices.Where(device => device.LastSeenAt < now - Device.KeptFor).ExecuteDeleteAsync(cancel);
        await db.SignInTries.Where(one => one.LastFailedAt < now - CodesKept).ExecuteDeleteAsync(cancel);
        await db.PasskeyQuestions.Where(question => question.ExpiresAt < now).ExecuteDeleteAsync(cancel);
        await db.MailedSecrets.Where(mailed => mailed.ExpiresAt < now - CodesKept).ExecuteDeleteAsync(cancel);
        await db.ProviderVisits.Where(visit => visit.ExpiresAt < now).ExecuteDeleteAsync(cancel);
        await db.EmailChanges.Where(change => change.AskedAt < now - CodesKept).ExecuteDeleteAsync(cancel);
    }
}
