using Microsoft.EntityFrameworkCore;
using Seatmate.Platform;
using Seatmate.Platform.Database;
using Seatmate.Platform.Jobs;

namespace Seatmate.Notifications.Mails;

/// <summary>Drops mails that have been kept long enough (MAIL_DAYS), but for those that still wait to be
/// sent.</summary>
public sealed class ForgetOldMails(SeatmateDb db, Settings settings) : IJob
{
    private const int RowsAtOnce = 10_000;

    public TimeSpan Every => TimeSpan.FromHours(1);

    public async Task Run(CancellationToken cancel)
    {
        while (await Forget(cancel) == RowsAtOnce) { }
    }

    private Task<int> Forget(CancellationToken cancel) =>
        db.Database.ExecuteSqlAsync(
            $"""
            DELETE FROM notifications.mails WHERE id IN (
                SELECT id FROM notifications.mails
                WHERE due_at IS NULL AND written_at < now() - make_interval(days => {settings.KeepMailsDays})
                ORDER BY written_at LIMIT {RowsAtOnce})
            """,
            cancel
        );
}
