using Microsoft.EntityFrameworkCore;
using Seatmate.Platform.Database;
using Seatmate.Platform.Jobs;

namespace Seatmate.Events.Teams;

/// <summary>Drops invitations that nobody answered in time, and with them the addresses they were sent to; and that
/// somebody was mailed one, once it no longer counts.</summary>
public sealed class ForgetOldInvitations(SeatmateDb db, TimeProvider clock) : IJob
{
    public TimeSpan Every => TimeSpan.FromHours(1);

    public async Task Run(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        await db.TeamInvitations.Where(invitation => invitation.ExpiresAt <= now).ExecuteDeleteAsync(cancel);
        var since = now - InvitationMailed.Counts;
        await db.InvitationsMailed.Where(mailed => mailed.MailedAt <= since).ExecuteDeleteAsync(cancel);
    }
}
