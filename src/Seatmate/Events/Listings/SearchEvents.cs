using Microsoft.AspNetCore.Http.HttpResults;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;
using Seatmate.Platform.Ready;

namespace Seatmate.Events.Listings;

/// <summary>Public events by any part of their title or location. The part is found by index, whatever its
/// length.</summary>
public static class SearchEvents
{
    public static async Task<Results<Page<EventSummary>, Problem>> Handle(
        string part,
        PageRequest page,
        HttpContext context,
        SeatmateDb db,
        EventViews views,
        CancellationToken cancel
    )
    {
        ReadyAnswer.IsForEverybody(context);
        var found = await SearchPart.Find(db, "events.events", EventsTables.PublicOnly, part, page, cancel);
        if (found.Count == 0)
            return Problem.NotFound($"No events found matching '{part}'");
        var ids = found.Select(row => row.Id).ToArray();
        var events = await views.Summaries(
            db.Events.Public().Where(listed => ids.Contains(listed.Id)),
            cancel
        );
        var ranks = found.ToDictionary(row => row.Id, row => row.Rank);
        var ordered = events.OrderBy(e => ranks[e.Id]).ThenBy(e => e.Id).ToList();
        return new Page<EventSummary>(ordered, page, e => [ranks[e.Id], e.Id]);
    }
}
