using System.Linq.Expressions;
using Seatmate.Events.Listings;

namespace Seatmate.Events.Venues;

public sealed record VenueSummary(
    long Id,
    string Slug,
    string Name,
    string Place,
    double? Latitude,
    double? Longitude
);

public sealed record VenueDetails(
    long Id,
    string Slug,
    string Name,
    string Place,
    double? Latitude,
    double? Longitude,
    string? Address,
    int? Capacity,
    string? ImageUrl,
    string? TimeZone,
    IReadOnlyList<EventSummary> Upcoming
);

public static class VenueViews
{
    public static readonly Expression<Func<Venue, VenueSummary>> Summary = venue => new VenueSummary(
        venue.Id,
        venue.Slug,
        venue.Name,
        venue.Place,
        venue.Latitude,
        venue.Longitude
    );

    public static VenueDetails Details(Venue venue, IReadOnlyList<EventSummary> upcoming) =>
        new(
            venue.Id,
            venue.Slug,
            venue.Name,
            venue.Place,
            venue.Latitude,
            venue.Longitude,
            venue.Address,
            venue.Capacity,
            venue.ImageUrl,
            venue.TimeZone,
            upcoming
        );
}
