using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;

namespace Seatmate.Events.Venues;

/// <summary>All venues, by id.</summary>
public static class ListVenues
{
    public static async Task<Page<VenueSummary>> Handle(
        PageRequest page,
        SeatmateDb db,
        CancellationToken cancel
    )
    {
        var after = page.AfterId ?? 0;
        var venues = await db
            .Venues.AsNoTracking()
            .Where(venue => venue.Id > after)
            .OrderBy(venue => venue.Id)
            .Take(page.Limit + 1)
            .Select(VenueViews.Summary)
            .ToListAsync(cancel);
        return new(venues, page, venue => [venue.Id]);
    }
}

/// <summary>Venues by any part of their name or place.</summary>
public static class SearchVenues
{
    public static async Task<Results<Page<VenueSummary>, Problem>> Handle(
        string part,
        PageRequest page,
        SeatmateDb db,
        CancellationToken cancel
    )
    {
        var found = await SearchPart.Find(db, "events.venues", "true", part, page, cancel);
        if (found.Count == 0)
            return Problem.NotFound($"No venues found matching '{part}'");
        var ids = found.Select(row => row.Id).ToArray();
        var venues = await db
            .Venues.AsNoTracking()
            .Where(venue => ids.Contains(venue.Id))
            .Select(VenueViews.Summary)
            .ToDictionaryAsync(venue => venue.Id, cancel);
        var ranks = found.ToDictionary(row => row.Id, row => row.Rank);
        var ordered = ids.Where(venues.ContainsKey).Select(id => venues[id]).ToList();
        return new Page<VenueSummary>(ordered, page, venue => [ranks[venue.Id], venue.Id]);
    }
}
