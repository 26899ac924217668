using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Seatmate.Platform;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;
using Seatmate.Platform.Time;

namespace Seatmate.Events.Venues;

public sealed record CreateVenueRequest(
    [property: Required, TextRule(2, 100)] string Name,
    [property: Required, TextRule(1, 100)] string Place,
    [property: TextRule(0, 200)] string? Address,
    [property: Range(-90.0, 90.0)] double? Latitude,
    [property: Range(-180.0, 180.0)] double? Longitude,
    [property: Range(1, 1_000_000)] int? Capacity,
    [property: WebAddressRule] string? ImageUrl,
    [property: TimeZoneRule] string? TimeZone
);

/// <summary>Enters a venue. Two of the same name stay two: the unique slug gives the second a number.</summary>
public static class CreateVenue
{
    public static async Task<Results<Created<VenueDetails>, Problem>> Handle(
        CreateVenueRequest request,
        Caller caller,
        SeatmateDb db,
        CancellationToken cancel
    )
    {
        if (request.Latitude is null != request.Longitude is null)
            return Problem.Invalid(
                request.Latitude is null ? "latitude" : "longitude",
                "Latitude and longitude come together."
            );
        var venue = await db.WithSlug(
            EventsTables.VenueSlugTakenOnce,
            attempt => Add(db, request, caller, attempt, cancel),
            cancel
        );
        return TypedResults.Created($"/venues/{venue.Id}", VenueViews.Details(venue, []));
    }

    private static async Task<Venue> Add(
        SeatmateDb db,
        CreateVenueRequest request,
        Caller caller,
        int attempt,
        CancellationToken cancel
    )
    {
        var venue = new Venue
        {
            Slug = Slug.From(request.Name, "venue", attempt),
            Name = request.Name.Trim(),
            Place = request.Place.Trim(),
            Address = request.Address.OrNull(),
            Latitude = request.Latitude,
            Longitude = request.Longitude,
            Capacity = request.Capacity,
            ImageUrl = request.ImageUrl.OrNull(),
            TimeZone = request.TimeZone,
            CreatedBy = caller.UserId,
        };
        db.Venues.Add(venue);
        await db.SaveChangesAsync(cancel);
        db.Note(caller.UserId, "events.venue_created", $"venue:{venue.Id}");
        return venue;
    }
}
