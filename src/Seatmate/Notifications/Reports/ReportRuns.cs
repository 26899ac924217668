using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Seatmate.Accounts.Contracts;
using Seatmate.Notifications.Mails;
using Seatmate.Platform.Database;
using Seatmate.Platform.Time;

namespace Seatmate.Notifications.Reports;

/// <summary>Sends a report to everybody, zone by zone as their clocks come to it. A run is locked by whoever goes on
/// with it, and moves on with the mails of those it passed in one transaction: a process that dies leaves nothing half
/// done, several do not meet, and nobody gets a report twice (report_runs_once, reports_once). One whose report fails
/// holds nobody up: it is noted, and passed over.</summary>
public sealed class ReportRuns(
    SeatmateDb db,
    IPeople people,
    MailWriter mails,
    TimeProvider clock,
    ILogger<ReportRuns> log
)
{
    private const int PeopleAtOnce = 200;
    private const int ErrorMax = 300;

    /// <summary>Where the step under way is at.</summary>
    private Turn? turn;

    public async Task Send(IReport report, CancellationToken cancel)
    {
        await Begin(report, cancel);
        var size = PeopleAtOnce;
        while (true)
        {
            try
            {
                if (!await db.InTransaction(() => Step(report, size, cancel), cancel))
                    return;
                size = Math.Min(PeopleAtOnce, size * 2);
            }
            catch (Exception error) when (IsOfTheReport(error))
            {
                db.ChangeTracker.Clear();
                if (turn is not { } failed)
                    throw;
                if (size == 1)
                    await db.InTransaction(() => Skip(report, failed, error, cancel), cancel);
                size = Math.Max(1, size / 2);
            }
        }
    }

    private async Task Begin(IReport report, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var due = new Dictionary<string, DateOnly>(StringComparer.Ordinal);
        foreach (var zone in await people.Zones(cancel))
            if (report.DueAt(WallTime.Of(now, zone).Local) is { } period)
                due[zone] = period;
        if (due.Count == 0)
            return;
        var first = due.Values.Min();
        var begun = await db
            .ReportRuns.AsNoTracking()
            .Where(run => run.Kind == report.Kind && run.Period >= first)
            .Select(run => new { run.TimeZone, run.Period })
            .ToListAsync(cancel);
        foreach (var run in begun.Where(run => due.GetValueOrDefault(run.TimeZone) == run.Period))
            due.Remove(run.TimeZone);
        foreach (var (zone, period) in due)
            await db.Database.ExecuteSqlAsync(
                $"""
                INSERT INTO notifications.report_runs (kind, period, time_zone, people_total, begun_at)
                VALUES ({report.Kind}, {period}, {zone}, {await people.CountIn(zone, cancel)}, {now})
                ON CONFLICT ON CONSTRAINT report_runs_once DO NOTHING
                """,
                cancel
            );
    }

    /// <summary>False when no run is left that nobody else is at.</summary>
    private async Task<bool> Step(IReport report, int size, CancellationToken cancel)
    {
        turn = null;
        if (await Next(report, cancel) is not { } run)
            return false;
        var some = await people.ContactsIn(run.TimeZone, run.LastUserId, size, cancel);
        if (some.Count > 0)
            turn = new(run.Period, run.TimeZone, run.LastUserId, some[0]);
        if (some.Count == 0)
            run.Finish(clock.GetUtcNow());
        else
            run.Pass(some, await Write(report, run, some, cancel));
        return true;
    }

    private async Task<int> Write(
        IReport report,
        ReportRun run,
        IReadOnlyList<UserContact> some,
        CancellationToken cancel
    )
    {
        var written = await report.Mails(some, run.Period, cancel);
        var ids = written.Select(mail => mail.To.UserId!.Value).ToArray();
        var first = await db
            .Database.SqlQuery<long>(
                $"""
                INSERT INTO notifications.reports (user_id, kind, period)
                SELECT user_id, {run.Kind}, {run.Period} FROM unnest({ids}) AS user_id
                ON CONFLICT ON CONSTRAINT reports_once DO NOTHING
                RETURNING user_id AS "Value"
                """
            )
            .ToListAsync(cancel);
        await mails.Write([.. written.Where(mail => first.Contains(mail.To.UserId!.Value))], cancel);
        return first.Count;
    }

    /// <summary>Passes over the person at whom the run failed, unless somebody else is at it by now.</summary>
    private async Task<bool> Skip(IReport report, Turn failed, Exception error, CancellationToken cancel)
    {
        var found = await db
            .ReportRuns.FromSql(
                $"""
                SELECT * FROM notifications.report_runs WHERE kind = {report.Kind} AND period = {failed.Period}
                    AND time_zone = {failed.TimeZone} AND last_user_id = {failed.After} AND finished_at IS NULL
                FOR UPDATE SKIP LOCKED
                """
            )
            .ToListAsync(cancel);
        if (found is not [var run])
            return false;
        log.LogError(error, "The {Report} report of person {Person} failed", run.Kind, failed.First.Id);
        run.Skip(failed.First, error.Message.Length > ErrorMax ? error.Message[..ErrorMax] : error.Message);
        return true;
    }

    private async Task<ReportRun?> Next(IReport report, CancellationToken cancel) =>
        (
            await db
                .ReportRuns.FromSql(
                    $"""
                    SELECT * FROM notifications.report_runs WHERE kind = {report.Kind} AND finished_at IS NULL
                    ORDER BY period, time_zone LIMIT 1 FOR UPDATE SKIP LOCKED
                    """
                )
                .ToListAsync(cancel)
        ).SingleOrDefault();

    /// <summary>What the database or a stop does is nobody's report's fault.</summary>
    private static bool IsOfTheReport(Exception error) =>
        error is not (DbException or DbUpdateException or OperationCanceledException or TimeoutException)
        && error.InnerException is not (DbException or TimeoutException);

    /// <summary>A run, and the first of the people it came to after so many.</summary>
    private sealed record Turn(DateOnly Period, string TimeZone, long After, UserContact First);
}
