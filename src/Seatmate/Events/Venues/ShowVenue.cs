using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Seatmate.Events.Listings;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;

namespace Seatmate.Events.Venues;

/// <summary>A venue with what is on there next.</summary>
public static class ShowVenue
{
    private const int UpcomingMax = 20;

    public static async Task<Results<Ok<VenueDetails>, Problem>> Handle(
        long id,
        SeatmateDb db,
        EventViews views,
        TimeProvider clock,
        CancellationToken cancel
    ) =>
        await db.Venues.AsNoTracking().SingleOrDefaultAsync(venue => venue.Id == id, cancel) is { } venue
            ? TypedResults.Ok(await Details(venue, db, views, clock, cancel))
            : Problem.NotFound("Venue", id);

    internal static async Task<VenueDetails> Details(
        Venue venue,
        SeatmateDb db,
        EventViews views,
        TimeProvider clock,
        CancellationToken cancel
    )
    {
        var now = clock.GetUtcNow();
        var upcoming = db
            .Events.Public()
            .Where(listed => listed.VenueId == venue.Id && listed.StartsAt >= now)
            .OrderBy(listed => listed.StartsAt)
            .ThenBy(listed => listed.Id)
            .Take(UpcomingMax);
        return VenueViews.Details(venue, await views.Summaries(upcoming, cancel));
    }
}

/// <summary>The same by the name in the address bar.</summary>
public static class ShowVenueBySlug
{
    public static async Task<Results<Ok<VenueDetails>, Problem>> Handle(
        string slug,
        SeatmateDb db,
        EventViews views,
        TimeProvider clock,
        CancellationToken cancel
    ) =>
        await db.Venues.AsNoTracking().SingleOrDefaultAsync(venue => venue.Slug == slug, cancel) is { } venue
            ? TypedResults.Ok(await ShowVenue.Details(venue, db, views, clock, cancel))
            : Problem.NotFound("There is no venue of this name");
}
