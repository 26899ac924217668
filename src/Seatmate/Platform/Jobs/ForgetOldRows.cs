using Microsoft.EntityFrameworkCore;
using Seatmate.Platform.Database;
using Seatmate.Platform.Outbox;

namespace Seatmate.Platform.Jobs;

/// <summary>Drops what has served its time: answers kept for repeated requests after a day, facts that every reaction
/// has seen after FACT_DAYS, or an hour when they are brief.</summary>
public sealed class ForgetOldRows(SeatmateDb db, Settings settings) : IJob
{
    private const int RowsAtOnce = 10_000;

    public TimeSpan Every => TimeSpan.FromMinutes(10);

    public async Task Run(CancellationToken cancel)
    {
        while (await ForgetAnswers(cancel) == RowsAtOnce) { }
        while (await ForgetBriefFacts(cancel) == RowsAtOnce) { }
        while (await ForgetFacts(cancel) == RowsAtOnce) { }
    }

    private Task<int> ForgetAnswers(CancellationToken cancel) =>
        db.Database.ExecuteSqlAsync(
            $"""
            DELETE FROM platform.repeated_requests WHERE (scope, key) IN (
                SELECT scope, key FROM platform.repeated_requests
                WHERE created_at < now() - interval '24 hours' ORDER BY created_at LIMIT {RowsAtOnce})
            """,
            cancel
        );

    private Task<int> ForgetBriefFacts(CancellationToken cancel) =>
        db.Database.ExecuteSqlAsync(
            $"""
            DELETE FROM platform.facts WHERE id IN (
                SELECT id FROM platform.facts
                WHERE kind = ANY ({Facts.BriefKinds}) AND happened_at < now() - interval '1 hour' AND fanned_out
                    AND NOT EXISTS (SELECT FROM platform.deliveries WHERE fact_id = facts.id AND done_at IS NULL)
                LIMIT {RowsAtOnce})
            """,
            cancel
        );

    private Task<int> ForgetFacts(CancellationToken cancel) =>
        db.Database.ExecuteSqlAsync(
            $"""
            DELETE FROM platform.facts WHERE id IN (
                SELECT id FROM platform.facts
                WHERE happened_at < now() - make_interval(days => {settings.KeepFactsDays}) AND fanned_out
                    AND NOT EXISTS (SELECT FROM platform.deliveries WHERE fact_id = facts.id AND done_at IS NULL)
                ORDER BY happened_at LIMIT {RowsAtOnce})
            """,
            cancel
        );
}
