using Microsoft.EntityFrameworkCore;
using Seatmate.Platform.Database;

namespace Seatmate.Platform.Jobs;

/// <summary>Drops what was noted longer ago than AUDIT_DAYS; the only one that the audit lets delete, since it says so
/// (seatmate.forget_audit).</summary>
public sealed class ForgetOldAudit(SeatmateDb db, Settings settings, TimeProvider clock) : IJob
{
    private const int RowsAtOnce = 10_000;

    public TimeSpan Every => TimeSpan.FromHours(6);

    public async Task Run(CancellationToken cancel)
    {
        var before = clock.GetUtcNow() - settings.AuditKept;
        while (await db.InTransaction(() => Forget(before, cancel), cancel) == RowsAtOnce) { }
    }

    private async Task<int> Forget(DateTimeOffset before, CancellationToken cancel)
    {
        await db.Database.ExecuteSqlAsync($"SET LOCAL seatmate.forget_audit = 'on'", cancel);
        return await db.Database.ExecuteSqlAsync(
            $"""
            DELETE FROM platform.audit WHERE (at, id) IN (
                SELECT at, id FROM platform.audit WHERE at < {before} ORDER BY at, id LIMIT {RowsAtOnce})
            """,
            cancel
        );
    }
}
