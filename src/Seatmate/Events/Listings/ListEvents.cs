using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Seatmate.Events.Contracts;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;
using Seatmate.Platform.Ready;
using Seatmate.Platform.Time;

namespace Seatmate.Events.Listings;

/// <summary>What to list. `from` and `until` are plain dates, which count as days at the event's place and include
/// both ends, or instants; `place` is any part of a location; `free` those whose ticket costs nothing; `mine` those
/// of one's teams, drafts too.</summary>
public sealed record EventFilter
{
    [
        FromQuery(Name = "sort"),
        AllowedValues(null, "date", "-date", "-rating", ErrorMessage = "Sort by date, -date or -rating.")
    ]
    public string? Sort { get; init; }

    [FromQuery(Name = "from"), DayOrInstantRule]
    public string? From { get; init; }

    [FromQuery(Name = "until"), DayOrInstantRule]
    public string? Until { get; init; }

    [FromQuery(Name = "place"), TextRule(1, 100)]
    public string? Place { get; init; }

    [FromQuery(Name = "tag"), TextRule(1, TagsRule.LengthMax)]
    public string? Tag { get; init; }

    [FromQuery(Name = "free")]
    public bool? Free { get; init; }

    [FromQuery(Name = "mine")]
    public bool? Mine { get; init; }
}

/// <summary>Events by date, the newest first unless asked otherwise; or by what those who were there say, the best
/// first. Every page is one walk along the index of public events by date, or by stars, from where the page before
/// ended.</summary>
public static partial class ListEvents
{
    private static readonly TimeSpan FarthestZone = TimeSpan.FromHours(14);

    public static async Task<Results<Page<EventSummary>, Problem>> Handle(
        [AsParameters] EventFilter filter,
        PageRequest page,
        Viewer viewer,
        HttpContext context,
        SeatmateDb db,
        EventViews views,
        CancellationToken cancel
    )
    {
        var mine = filter.Mine == true;
        if (mine && viewer.UserId is null)
            return Problem.SignInNeeded();
        if (!mine)
            ReadyAnswer.IsForEverybody(context);
        var events = mine ? db.Events.ManagedBy(viewer, TeamPermission.SeeTeam) : db.Events.Public();
        events = Until(From(events, filter.From), filter.Until);
        events = InPlace(events, filter.Place);
        if (filter.Tag is { } tag)
            events = Tagged(events, TagsRule.Tidy(tag));
        if (filter.Free == true)
            events = events.Where(listed => listed.TicketPriceMinor == 0);
        var byRating = filter.Sort == "-rating";
        events = byRating ? BestFirst(events, page) : Ordered(events, filter.Sort == "date", page);
        return new Page<EventSummary>(
            await views.Summaries(events.Take(page.Limit + 1), cancel, forTeams: mine),
            page,
            e => [byRating ? e.StarsRank : PageRequest.Key(e.Date), e.Id]
        );
    }

    private static IQueryable<ListedEvent> From(IQueryable<ListedEvent> events, string? from)
    {
        if (from is null)
            return events;
        if (PlainDateRule.Read(from) is not { } day)
            return events.Where(listed => listed.StartsAt >= WallTime.ReadInstant(from));
        var begins = day.ToDateTime(TimeOnly.MinValue);
        var earliest = new DateTimeOffset(begins, TimeSpan.Zero) - FarthestZone;
        return events.Where(listed => listed.StartsAt >= earliest && listed.LocalStart >= begins);
    }

    private static IQueryable<ListedEvent> Until(IQueryable<ListedEvent> events, string? until)
    {
        if (until is null)
            return events;
        if (PlainDateRule.Read(until) is not { } day)
            return events.Where(listed => listed.StartsAt <= WallTime.ReadInstant(until));
        var ends = day.AddDays(1).ToDateTime(TimeOnly.MinValue);
        var latest = new DateTimeOffset(ends, TimeSpan.Zero) + FarthestZone;
        return events.Where(listed => listed.StartsAt < latest && listed.LocalStart < ends);
    }

    // Said as "all of these", which EF makes the containment of arrays that the index on tags serves.
    private static IQueryable<ListedEvent> Tagged(IQueryable<ListedEvent> events, string tag)
    {
        string[] asked = [tag];
        return events.Where(listed => asked.All(each => listed.Tags.Contains(each)));
    }

    /// <summary>The pattern finds candidates by the index of titles and locations; the location decides.</summary>
    private static IQueryable<ListedEvent> InPlace(IQueryable<ListedEvent> events, string? place)
    {
        if (place is null)
            return events;
        var part = place.Trim();
        var pattern = $"%{LikeSigns().Replace(part, @"\$0")}%";
        return events.Where(listed =>
            EF.Functions.Like(listed.SearchText, SearchFunctions.Text(pattern), "\\")
            && SearchFunctions.Text(listed.Location).Contains(SearchFunctions.Text(part))
        );
    }

    private static IQueryable<ListedEvent> BestFirst(IQueryable<ListedEvent> events, PageRequest page)
    {
        if (page.After.Count > 0)
        {
            var (rank, id) = (page.Number(0), page.Number(1));
            events = events.Where(e =>
                EF.Functions.LessThan(ValueTuple.Create(e.StarsRank, e.Id), ValueTuple.Create(rank, id))
            );
        }
        return events.OrderByDescending(e => e.StarsRank).ThenByDescending(e => e.Id);
    }

    private static IQueryable<ListedEvent> Ordered(
        IQueryable<ListedEvent> events,
        bool oldestFirst,
        PageRequest page
    )
    {
        if (page.After.Count > 0)
        {
            var (at, id) = (page.Instant(0), page.Number(1));
            events = oldestFirst
                ? events.Where(e =>
                    EF.Functions.GreaterThan(ValueTuple.Create(e.StartsAt, e.Id), ValueTuple.Create(at, id))
                )
                : events.Where(e =>
                    EF.Functions.LessThan(ValueTuple.Create(e.StartsAt, e.Id), ValueTuple.Create(at, id))
                );
        }
        return oldestFirst
            ? events.OrderBy(e => e.StartsAt).ThenBy(e => e.Id)
            : events.OrderByDescending(e => e.StartsAt).ThenByDescending(e => e.Id);
    }

    [GeneratedRegex(@"[\\%_]", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LikeSigns();
}
