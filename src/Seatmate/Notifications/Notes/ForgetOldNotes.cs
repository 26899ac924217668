using Microsoft.EntityFrameworkCore;
using Seatmate.Platform;
using Seatmate.Platform.Database;
using Seatmate.Platform.Jobs;

namespace Seatmate.Notifications.Notes;

/// <summary>Drops notes that have been kept long enough (NOTE_DAYS), read or not.</summary>
public sealed class ForgetOldNotes(SeatmateDb db, Settings settings) : IJob
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
            DELETE FROM notifications.notes WHERE id IN (
                SELECT id FROM notifications.notes
                WHERE written_at < now() - make_interval(days => {settings.KeepNotesDays})
                ORDER BY written_at LIMIT {RowsAtOnce})
            """,
            cancel
        );
}
