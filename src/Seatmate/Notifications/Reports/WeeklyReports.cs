using System.Globalization;
using Seatmate.Accounts.Contracts;
using Seatmate.Events.Contracts;
using Seatmate.Notifications.Mails;
using Seatmate.Payments.Contracts;
using Seatmate.Platform;
using Seatmate.Platform.Jobs;
using Seatmate.Platform.Time;
using Seatmate.Ticketing.Contracts;

namespace Seatmate.Notifications.Reports;

/// <summary>The week of those who lead teams, on Monday morning by their own clock: what was sold and paid back of each
/// event to come. A week in which nothing moved is not reported.</summary>
public sealed class WeeklyReports(
    ITeams teams,
    IOrders orders,
    ISections sections,
    IPayments payments,
    TimeProvider clock,
    Settings settings
) : IReport
{
    private const int Morning = 8;
    private const int EventsMax = 30;
    private const int DaysOfWeek = 7;

    public string Kind => "weekly";

    /// <summary>On Monday from the morning on, and on Tuesday.</summary>
    public DateOnly? DueAt(DateTime local) =>
        local.DayOfWeek switch
        {
            DayOfWeek.Monday when local.Hour >= Morning => DateOnly.FromDateTime(local).AddDays(-DaysOfWeek),
            DayOfWeek.Tuesday => DateOnly.FromDateTime(local).AddDays(-1 - DaysOfWeek),
            _ => null,
        };

    public async Task<IReadOnlyList<NewMail>> Mails(
        IReadOnlyList<UserContact> people,
        DateOnly period,
        CancellationToken cancel
    )
    {
        var zone = people[0].TimeZone;
        var from = WallTime.At(period.ToDateTime(TimeOnly.MinValue), zone).Instant;
        var until = WallTime.At(period.AddDays(DaysOfWeek).ToDateTime(TimeOnly.MinValue), zone).Instant;
        var led = await teams.Led(
            [.. people.Select(person => person.Id)],
            clock.GetUtcNow(),
            EventsMax,
            cancel
        );
        if (led.Count == 0)
            return [];
        var ids = led.Select(row => row.EventId).Distinct().ToArray();
        var sales = await orders.Sales(ids, from, until, cancel);
        var takings = await payments.Takings(ids, from, until, cancel);
        var capacities = await sections.Of(ids, cancel);
        var lines = led.Select(row => (row.UserId, Line: Line(row, sales, takings, capacities)))
            .ToLookup(row => row.UserId, row => row.Line);
        var moved = sales.Where(pair => pair.Value.SoldThen > 0).Select(pair => pair.Key).Union(takings.Keys);
        var leads = led.Where(row => moved.Contains(row.EventId)).Select(row => row.UserId).ToHashSet();
        return
        [
            .. people
                .Where(person => leads.Contains(person.Id))
                .Select(person => Mail(person, period, [.. lines[person.Id]])),
        ];
    }

    private Dictionary<string, object?> Line(
        LedEvent row,
        IReadOnlyDictionary<long, EventSales> sales,
        IReadOnlyDictionary<long, EventTakings> takings,
        ILookup<long, SectionState> capacities
    )
    {
        var sold = sales.GetValueOrDefault(row.EventId) ?? new(0, 0);
        var money = takings.GetValueOrDefault(row.EventId) ?? new(0, 0);
        return new(StringComparer.Ordinal)
        {
            ["title"] = row.Title,
            ["when"] = row.LocalStart,
            ["event_url"] = new Uri(settings.PublicUrl, $"/organise/{row.EventId}"),
            ["sold_then"] = sold.SoldThen,
            ["sold"] = sold.Sold,
            ["capacity"] = SectionState.CapacityOf(capacities[row.EventId]),
            ["revenue"] = new Money(money.PaidMinor, row.Currency),
            ["refunds"] = money.RefundedMinor > 0 ? new Money(money.RefundedMinor, row.Currency) : null,
        };
    }

    private NewMail Mail(UserContact person, DateOnly monday, Dictionary<string, object?>[] lines)
    {
        var values = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["from"] = monday,
            ["until"] = monday.AddDays(DaysOfWeek - 1),
            ["events"] = lines,
            ["organise_url"] = new Uri(settings.PublicUrl, "/organise"),
        };
        var cause = $"{person.Id}.{monday.ToString("yyyyMMdd", CultureInfo.InvariantCulture)}";
        return new(MailKinds.WeeklyReport, Recipient.Of(person), cause, values);
    }
}

/// <summary>Begins and goes on with them.</summary>
public sealed class SendWeeklyReports(ReportRuns runs, WeeklyReports reports) : IJob
{
    public TimeSpan Every => TimeSpan.FromMinutes(5);

    public Task Run(CancellationToken cancel) => runs.Send(reports, cancel);
}
