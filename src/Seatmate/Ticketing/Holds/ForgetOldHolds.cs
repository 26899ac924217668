using Microsoft.EntityFrameworkCore;
using Seatmate.Platform;
using Seatmate.Platform.Database;
using Seatmate.Platform.Jobs;

namespace Seatmate.Ticketing.Holds;

/// <summary>Drops holds that ended without an order, HOLD_DAYS later.</summary>
public sealed class ForgetOldHolds(SeatmateDb db, Settings settings) : IJob
{
    private const int RowsAtOnce = 10_000;

    public TimeSpan Every => TimeSpan.FromMinutes(10);

    public async Task Run(CancellationToken cancel)
    {
        while (await Forget(cancel) == RowsAtOnce) { }
    }

    private Task<int> Forget(CancellationToken cancel) =>
        db.Database.ExecuteSqlAsync(
            $"""
            DELETE FROM ticketing.orders WHERE id IN (
                SELECT id FROM ticketing.orders
                WHERE placed_at IS NULL AND expires_at IS NULL AND updated_at < now() - make_interval(days => {settings.KeepHoldsDays})
                ORDER BY updated_at LIMIT {RowsAtOnce} FOR UPDATE SKIP LOCKED)
            """,
            cancel
        );
}
