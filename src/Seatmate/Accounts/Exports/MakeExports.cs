using Microsoft.EntityFrameworkCore;
using Seatmate.Accounts.Contracts;
using Seatmate.Platform.Database;
using Seatmate.Platform.Jobs;
using Seatmate.Platform.Outbox;

namespace Seatmate.Accounts.Exports;

/// <summary>Makes the exports that are asked for, one after the other, and forgets those that have expired. An export
/// that nobody has written at for a while is begun anew by whoever comes; its first maker then writes nothing
/// more. A process that stops gives back what it was making.</summary>
public sealed class MakeExports(SeatmateDb db, ExportMaker maker) : IJob
{
    private const int AttemptsMax = 5;

    public TimeSpan Every => TimeSpan.FromSeconds(2);

    public async Task Run(CancellationToken cancel)
    {
        await Forget(cancel);
        while (await Take(cancel) is { } export)
            try
            {
                if (await maker.Make(export, cancel) is { } byteCount)
                    await Finish(export, byteCount, cancel);
            }
            catch when (cancel.IsCancellationRequested)
            {
                await GiveBack(export);
                throw;
            }
    }

    private async Task<Export?> Take(CancellationToken cancel)
    {
        await db.Database.ExecuteSqlAsync(
            $"""
            UPDATE accounts.exports SET failed_at = now()
            WHERE ready_at IS NULL AND failed_at IS NULL AND attempt >= {AttemptsMax}
                AND seen_at < now() - interval '5 minutes'
            """,
            cancel
        );
        var taken = await db
            .Exports.FromSql(
                $"""
                UPDATE accounts.exports SET attempt = attempt + 1, seen_at = now(), parts_done = 0
                WHERE id = (
                    SELECT id FROM accounts.exports
                    WHERE ready_at IS NULL AND failed_at IS NULL
                        AND (seen_at IS NULL OR seen_at < now() - interval '5 minutes')
                    ORDER BY id FOR UPDATE SKIP LOCKED LIMIT 1)
                RETURNING *
                """
            )
            .AsNoTracking()
            .ToListAsync(cancel);
        return taken.SingleOrDefault();
    }

    private Task Finish(Export export, long byteCount, CancellationToken cancel) =>
        db.InTransaction(
            async () =>
            {
                var finished = await db.Database.ExecuteSqlAsync(
                    $"""
                    UPDATE accounts.exports
                    SET ready_at = now(), expires_at = now() + {Export.Lifetime}, byte_count = {byteCount}
                    WHERE id = {export.Id} AND attempt = {export.Attempt} AND failed_at IS NULL
                    """,
                    cancel
                );
                if (finished == 1)
                    db.Publish(new ExportReady(export.UserId, export.Id));
                return finished;
            },
            cancel
        );

    private Task GiveBack(Export export) =>
        db.Database.ExecuteSqlAsync(
            $"""
            UPDATE accounts.exports SET seen_at = NULL
            WHERE id = {export.Id} AND attempt = {export.Attempt} AND ready_at IS NULL AND failed_at IS NULL
            """,
            CancellationToken.None
        );

    /// <summary>A person's older ones go with the next.</summary>
    private Task Forget(CancellationToken cancel) =>
        db.Database.ExecuteSqlAsync(
            $"""
            DELETE FROM accounts.exports WHERE expires_at < now() - interval '7 days'
                OR (ready_at IS NOT NULL OR failed_at IS NOT NULL) AND EXISTS (
                    SELECT FROM accounts.exports newer
                    WHERE newer.user_id = exports.user_id AND newer.id > exports.id AND newer.ready_at IS NOT NULL)
            """,
            cancel
        );
}
