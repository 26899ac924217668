using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Seatmate.Platform;
using Seatmate.Platform.Http;
using Seatmate.Platform.Time;

namespace Seatmate.Accounts.Audit;

/// <summary>What of the audit to read. `actor` is a person's id; `subject` what it was done to (`event:7`); `action`
/// how it begins (`accounts.`, or all of `events.event_updated`); `from` and `until` are instants, or days of UTC, both
/// included.</summary>
public sealed record AuditFilter
{
    [FromQuery(Name = "actor")]
    public long? Actor { get; init; }

    [FromQuery(Name = "subject"), TextRule(1, 100)]
    public string? Subject { get; init; }

    [
        FromQuery(Name = "action"),
        RegularExpression(
            "[a-z_]{1,40}(\\.[a-z_]{0,60})?",
            ErrorMessage = "Say how it begins, such as accounts."
        )
    ]
    public string? Action { get; init; }

    [FromQuery(Name = "from"), DayOrInstantRule]
    public string? From { get; init; }

    [FromQuery(Name = "until"), DayOrInstantRule]
    public string? Until { get; init; }
}

public static partial class AuditFilters
{
    /// <summary>The rows that it is about. What comes with every order is in no tree of the index of actions, and is
    /// left out where the action asked for is another.</summary>
    public static IQueryable<AuditRow> Matching(this IQueryable<AuditRow> rows, AuditFilter filter)
    {
        if (filter.Actor is { } actor)
            rows = rows.Where(row => row.ActorId == actor);
        if (filter.Subject is { } subject)
            rows = rows.Where(row => row.Subject == subject);
        if (filter.Action is { } action)
            rows = Beginning(rows, action);
        if (Instant(filter.From, days: 0) is { } from)
            rows = rows.Where(row => row.At >= from);
        if (Instant(filter.Until, days: 1) is { } until)
            rows = PlainDateRule.Read(filter.Until) is null
                ? rows.Where(row => row.At <= until)
                : rows.Where(row => row.At < until);
        return rows;
    }

    private static IQueryable<AuditRow> Beginning(IQueryable<AuditRow> rows, string action)
    {
        if (!AuditTrail.Hot.Any(hot => hot.StartsWith(action, StringComparison.Ordinal)))
            rows = rows.Where(row => !EF.Constant(AuditTrail.Hot).Contains(row.Action));
        var pattern = LikeSigns().Replace(action, @"\$0") + "%";
        return rows.Where(row => EF.Functions.Like(row.Action, EF.Constant(pattern), "\\"));
    }

    private static DateTimeOffset? Instant(string? text, int days) =>
        text is null ? null
        : PlainDateRule.Read(text) is { } day
            ? new DateTimeOffset(day.AddDays(days).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero)
        : WallTime.ReadInstant(text);

    [GeneratedRegex(@"[\\%_]", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LikeSigns();
}
