using Microsoft.EntityFrameworkCore;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;

namespace Seatmate.Notifications.Reports;

/// <summary>How far a report is with a month, or a week: over all zones that have come to it. Finished when all of
/// these are.</summary>
public sealed record ReportRunDetails(
    string Kind,
    DateOnly Period,
    int Zones,
    int ZonesDone,
    int PeopleTotal,
    int PeopleDone,
    int Written,
    int Failures,
    string? LastError,
    DateTimeOffset BegunAt,
    DateTimeOffset? FinishedAt
);

/// <summary>The history of the reports, the newest first; for admins.</summary>
public static class ListReportRuns
{
    public static async Task<Page<ReportRunDetails>> Handle(
        PageRequest page,
        SeatmateDb db,
        CancellationToken cancel
    )
    {
        var (day, kind) = page.After.Count > 0 ? (Day(page), KindOf(page)) : (DateOnly.MaxValue, "");
        var runs = await db
            .Database.SqlQuery<ReportRunDetails>(
                $"""
                SELECT kind AS "Kind", period AS "Period", count(*)::int AS "Zones", count(finished_at)::int AS "ZonesDone",
                    sum(people_total)::int AS "PeopleTotal", sum(people_done)::int AS "PeopleDone",
                    sum(written)::int AS "Written", sum(failures)::int AS "Failures", max(last_error) AS "LastError",
                    min(begun_at) AS "BegunAt",
                    CASE WHEN count(*) = count(finished_at) THEN max(finished_at) END AS "FinishedAt"
                FROM notifications.report_runs WHERE (period, kind) < ({day}, {kind})
                GROUP BY period, kind ORDER BY period DESC, kind DESC LIMIT {page.Limit + 1}
                """
            )
            .ToListAsync(cancel);
        return new(runs, page, run => [run.Period.DayNumber, run.Kind]);
    }

    private static DateOnly Day(PageRequest page) =>
        page.Number(0) is var number and >= 0 && number <= DateOnly.MaxValue.DayNumber
            ? DateOnly.FromDayNumber((int)number)
            : throw Unreadable();

    private static string KindOf(PageRequest page) =>
        page.After[^1] is "monthly" or "weekly" ? page.After[^1] : throw Unreadable();

    private static RefusedException Unreadable() =>
        new(Problem.Invalid("after", "Take it from the Link header of the page before."));
}
