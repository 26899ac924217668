using Microsoft.EntityFrameworkCore;
using Seatmate.Accounts.Contracts;
using Seatmate.Notifications.Contracts;
using Seatmate.Notifications.Mails;
using Seatmate.Platform;
using Seatmate.Platform.Database;
using Seatmate.Platform.Jobs;
using Seatmate.Platform.Time;

namespace Seatmate.Notifications.Reports;

/// <summary>Each person's month, in their zone and language, on the morning of the first: as a mail, with a PDF for who
/// wants one. Who has done nothing gets none.</summary>
public sealed class MonthlyReports(
    SeatmateDb db,
    IEnumerable<IMonthlyFigures> parts,
    MonthlyPaper paper,
    Settings settings
) : IReport
{
    private const int Morning = 8;
    private const int LastDayToBegin = 5;
    private const int SeenMax = 12;

    public string Kind => "monthly";

    /// <summary>After some days it is too late to begin; a run that was begun is finished all the same.</summary>
    public DateOnly? DueAt(DateTime local) =>
        local.Day <= LastDayToBegin && (local.Day > 1 || local.Hour >= Morning)
            ? DateOnly.FromDateTime(local).AddDays(1 - local.Day).AddMonths(-1)
            : null;

    public async Task<IReadOnlyList<NewMail>> Mails(
        IReadOnlyList<UserContact> people,
        DateOnly period,
        CancellationToken cancel
    )
    {
        var figures = await Of([.. people.Select(person => person.Id)], period, people[0].TimeZone, cancel);
        var busy = people.Where(person => figures.ContainsKey(person.Id)).ToList();
        var ids = busy.Select(person => person.Id).ToArray();
        var asPdf = await db
            .ReportSettings.Where(setting => ids.Contains(setting.UserId) && setting.Pdf)
            .Select(setting => setting.UserId)
            .ToListAsync(cancel);
        return
        [
            .. busy.Select(person => Mail(person, period, figures[person.Id], asPdf.Contains(person.Id))),
        ];
    }

    /// <summary>The figures of these people, who live in one zone; who did nothing is missing.</summary>
    public async Task<IReadOnlyDictionary<long, MonthlyFigures>> Of(
        long[] userIds,
        DateOnly month,
        string zone,
        CancellationToken cancel
    )
    {
        var from = WallTime.At(month.ToDateTime(TimeOnly.MinValue), zone).Instant;
        var until = WallTime.At(month.AddMonths(1).ToDateTime(TimeOnly.MinValue), zone).Instant;
        var all = new Dictionary<long, MonthlyFigures>();
        foreach (var part in parts)
        foreach (var (user, some) in await part.Of(userIds, from, until, cancel))
            all[user] = all.TryGetValue(user, out var others) ? others + some : some;
        return all.Where(pair => !pair.Value.IsEmpty).ToDictionary();
    }

    private NewMail Mail(UserContact person, DateOnly month, MonthlyFigures figures, bool asPdf)
    {
        var values = Values(person, month, figures);
        var file = asPdf ? paper.Of(person, month, figures) : null;
        var cause = $"{person.Id}.{MonthRule.Write(month)}";
        return new(MailKinds.MonthlyReport, Recipient.Of(person), cause, values)
        {
            Attachment = file is null ? null : new(MonthlyPaper.NameOf(month), file),
        };
    }

    private Dictionary<string, object?> Values(UserContact person, DateOnly month, MonthlyFigures figures) =>
        new(StringComparer.Ordinal)
        {
            ["month"] = paper.NameOf(month, person.Language),
            ["bookings"] = figures.Bookings,
            ["tickets"] = figures.Tickets,
            ["money"] = figures
                .Money.Select(moved => new Dictionary<string, object?>
                {
                    ["paid"] = moved.Paid,
                    ["refunded"] = moved.Refunded.AmountMinor > 0 ? moved.Refunded : null,
                })
                .ToArray(),
            ["seen"] = figures.Seen.Count,
            ["events"] = figures
                .Seen.Take(SeenMax)
                .Select(seen => new Dictionary<string, object?>
                {
                    ["title"] = seen.Title,
                    ["when"] = seen.LocalStart,
                    ["event_url"] = new Uri(settings.PublicUrl, $"/e/{seen.Slug}"),
                })
                .ToArray(),
            ["reviews"] = figures.Reviews,
            ["posts"] = figures.Posts,
            ["likes_given"] = figures.LikesGiven,
            ["likes_received"] = figures.LikesReceived,
            ["report_url"] = new Uri(settings.PublicUrl, $"/settings/month?month={MonthRule.Write(month)}"),
        };
}

/// <summary>Begins and goes on with them.</summary>
public sealed class SendMonthlyReports(ReportRuns runs, MonthlyReports reports) : IJob
{
    public TimeSpan Every => TimeSpan.FromMinutes(5);

    public Task Run(CancellationToken cancel) => runs.Send(reports, cancel);
}
