using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Seatmate.Accounts.Contracts;
using Seatmate.Notifications.Contracts;
using Seatmate.Platform.Http;
using Seatmate.Platform.Time;

namespace Seatmate.Notifications.Reports;

/// <summary>What was paid in a currency, and what came back.</summary>
public sealed record MoneyDetails(string Currency, decimal Paid, decimal Refunded);

/// <summary>An event that somebody had tickets for, with the wall time of its begin.</summary>
public sealed record SeenDetails(string Slug, string Title, DateTime LocalDate);

/// <summary>A person's month, from midnight to midnight of their own clock.</summary>
public sealed record MonthlyReport(
    string Month,
    string TimeZone,
    int Bookings,
    int Tickets,
    IReadOnlyList<MoneyDetails> Money,
    int EventsSeen,
    IReadOnlyList<SeenDetails> Events,
    int Reviews,
    int Posts,
    int LikesGiven,
    int LikesReceived
);

/// <summary>The caller's own month; the last whole one when none is named.</summary>
public static class ShowMonthlyReport
{
    private const int EventsMax = 100;

    public static async Task<Results<Ok<MonthlyReport>, Problem>> Handle(
        [FromQuery(Name = "month"), MonthRule] string? month,
        Caller caller,
        IPeople people,
        MonthlyReports reports,
        TimeProvider clock,
        CancellationToken cancel
    )
    {
        if (await people.Contact(caller.UserId, cancel) is not { } person)
            return Problem.NotFound("User", caller.UserId);
        var (day, figures) = await Of(person, month, reports, clock, cancel);
        return TypedResults.Ok(
            new MonthlyReport(
                MonthRule.Write(day),
                person.TimeZone,
                figures.Bookings,
                figures.Tickets,
                [
                    .. figures.Money.Select(moved => new MoneyDetails(
                        moved.Paid.Currency,
                        moved.Paid.Amount,
                        moved.Refunded.Amount
                    )),
                ],
                figures.Seen.Count,
                [
                    .. figures
                        .Seen.Take(EventsMax)
                        .Select(seen => new SeenDetails(seen.Slug, seen.Title, seen.LocalStart)),
                ],
                figures.Reviews,
                figures.Posts,
                figures.LikesGiven,
                figures.LikesReceived
            )
        );
    }

    internal static async Task<(DateOnly Month, MonthlyFigures Figures)> Of(
        UserContact person,
        string? month,
        MonthlyReports reports,
        TimeProvider clock,
        CancellationToken cancel
    )
    {
        var today = DateOnly.FromDateTime(WallTime.Of(clock.GetUtcNow(), person.TimeZone).Local);
        var day = MonthRule.Read(month) ?? today.AddDays(1 - today.Day).AddMonths(-1);
        var all = await reports.Of([person.Id], day, person.TimeZone, cancel);
        return (day, all.GetValueOrDefault(person.Id) ?? new MonthlyFigures());
    }
}

/// <summary>The same as a PDF, in the caller's language.</summary>
public static class ShowMonthlyPaper
{
    public static async Task<Results<FileContentHttpResult, Problem>> Handle(
        [FromQuery(Name = "month"), MonthRule] string? month,
        Caller caller,
        IPeople people,
        MonthlyReports reports,
        MonthlyPaper paper,
        TimeProvider clock,
        CancellationToken cancel
    )
    {
        if (await people.Contact(caller.UserId, cancel) is not { } person)
            return Problem.NotFound("User", caller.UserId);
        var (day, figures) = await ShowMonthlyReport.Of(person, month, reports, clock, cancel);
        return TypedResults.File(paper.Of(person, day, figures), "application/pdf", MonthlyPaper.NameOf(day));
    }
}
