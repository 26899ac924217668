using Seatmate.Accounts.Contracts;
using Seatmate.Events.Contracts;
using Seatmate.Events.Listings;
using Seatmate.Events.Organisers;
using Seatmate.Events.Posters;
using Seatmate.Events.Venues;
using Seatmate.Platform.Http;
using Seatmate.Platform.Ready;

namespace Seatmate.Events;

/// <summary>What people attend, who organises it and where.</summary>
public static class EventsModule
{
    public static void AddEvents(this IServiceCollection services)
    {
        services.AddScoped<EventViews>();
        services.AddScoped<EventPages>();
        services.AddScoped<UpdateEvent>();
        services.AddScoped<OwnOrganiser>();
        services.AddScoped<IEventTerms, TermsOfEvents>();
        services.AddScoped<IPublicActivity, EventsOfPerson>();
        services.AddScoped<IUserLeaving, LeavingOrganiser>();
    }

    public static void MapEvents(this IEndpointRouteBuilder app)
    {
        var events = app.MapGroup("/events").WithTags("Events");
        events
            .MapGet("/", ListEvents.Handle)
            .Named(nameof(ListEvents))
            .AllowAnonymous()
            .Ready(personal: "mine");
        events.MapPost("/", CreateEvent.Handle).Named(nameof(CreateEvent)).ChangesReady();
        events
            .MapGet("/search/{part}", SearchEvents.Handle)
            .Named(nameof(SearchEvents))
            .AllowAnonymous()
            .Ready();
        events
            .MapGet("/by-slug/{slug}", ShowEventBySlug.Handle)
            .Named(nameof(ShowEventBySlug))
            .AllowAnonymous()
            .Ready();
        events.MapGet("/{id}", ShowEvent.Handle).Named(nameof(ShowEvent)).AllowAnonymous().Ready();
        events.MapUpdate("/{id}", UpdateEvent.Handle, nameof(UpdateEvent)).ChangesReady();
        events.MapDelete("/{id}", DeleteEvent.Handle).Named(nameof(DeleteEvent)).ChangesReady();
        events
            .MapGet("/{id}/poster.svg", ShowPoster.Handle)
            .Named(nameof(ShowPoster))
            .Produces<string>(StatusCodes.Status200OK, "image/svg+xml")
            .AllowAnonymous();

        var venues = app.MapGroup("/venues").WithTags("Events");
        venues.MapGet("/", ListVenues.Handle).Named(nameof(ListVenues)).AllowAnonymous();
        venues.MapPost("/", CreateVenue.Handle).Named(nameof(CreateVenue));
        venues.MapGet("/search/{part}", SearchVenues.Handle).Named(nameof(SearchVenues)).AllowAnonymous();
        venues
            .MapGet("/by-slug/{slug}", ShowVenueBySlug.Handle)
            .Named(nameof(ShowVenueBySlug))
            .AllowAnonymous();
        venues.MapGet("/{id}", ShowVenue.Handle).Named(nameof(ShowVenue)).AllowAnonymous();

        app.MapGet("/e/{slug}", ShowEventPage.Handle).AllowAnonymous().Ready().ExcludeFromDescription();
    }
}
