using Seatmate.Accounts.Contracts;
using Seatmate.Events.Contracts;
using Seatmate.Events.Listings;
using Seatmate.Events.Organisers;
using Seatmate.Events.Posters;
using Seatmate.Events.Reviews;
using Seatmate.Events.Teams;
using Seatmate.Events.Venues;
using Seatmate.Notifications.Contracts;
using Seatmate.Platform.Http;
using Seatmate.Platform.Jobs;
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
        services.AddSingleton<InvitationTokens>();
        services.AddScoped<InvitationViews>();
        services.AddScoped<InvitationLimits>();
        services.AddScoped<ITeams, TeamsForOthers>();
        services.AddScoped<ITeamInvitations, InvitationLetters>();
        services.AddJob<ForgetOldInvitations>();
        services.AddScoped<IPublicActivity, EventsOfPerson>();
        services.AddScoped<IUserLeaving, LeavingOrganiser>();
        services.AddScoped<ReviewTurn>();
        services.AddScoped<IReviews, ReviewsForOthers>();
        services.AddScoped<IMonthlyFigures, MonthOfEvents>();
        services.AddPersonalRows(PersonalRowsOfEvents.All);
        foreach (var invariant in EventsInvariants.All)
            services.AddSingleton(invariant);
    }

    public static void MapEvents(this IEndpointRouteBuilder app)
    {
        var events = app.MapGroup("/events").WithTags("Events");
        events
            .MapGet("/", ListEvents.Handle)
            .Named(nameof(ListEvents))
            .ForKeys(KeyScope.ReadEvents)
            .AllowAnonymous()
            .Ready(personal: "mine");
        events
            .MapPost("/", CreateEvent.Handle)
            .Named(nameof(CreateEvent))
            .ForKeys(KeyScope.ManageEvents)
            .ChangesReady();
        events
            .MapGet("/search/{part}", SearchEvents.Handle)
            .Named(nameof(SearchEvents))
            .ForKeys(KeyScope.ReadEvents)
            .AllowAnonymous()
            .Ready();
        events
            .MapGet("/by-slug/{slug}", ShowEventBySlug.Handle)
            .Named(nameof(ShowEventBySlug))
            .ForKeys(KeyScope.ReadEvents)
            .AllowAnonymous()
            .Ready();
        events
            .MapGet("/{id}", ShowEvent.Handle)
            .Named(nameof(ShowEvent))
            .ForKeys(KeyScope.ReadEvents)
            .AllowAnonymous()
            .Ready();
        events
            .MapUpdate("/{id}", UpdateEvent.Handle, nameof(UpdateEvent))
            .ForKeys(KeyScope.ManageEvents)
            .ChangesReady();
        events
            .MapDelete("/{id}", DeleteEvent.Handle)
            .Named(nameof(DeleteEvent))
            .ForKeys(KeyScope.ManageEvents)
            .ChangesReady();
        events
            .MapGet("/{id}/poster.svg", ShowPoster.Handle)
            .Named(nameof(ShowPoster))
            .ForKeys(KeyScope.ReadEvents)
            .Produces<string>(StatusCodes.Status200OK, "image/svg+xml")
            .AllowAnonymous();

        app.MapReviews();
        app.MapVenues();
        app.MapTeams();

        app.MapGet("/e/{slug}", ShowEventPage.Handle).AllowAnonymous().Ready().ExcludeFromDescription();
    }

    private static void MapReviews(this IEndpointRouteBuilder app)
    {
        var reviews = app.MapGroup("/events/{id}/reviews").WithTags("Events");
        reviews
            .MapGet("/", ListReviews.Handle)
            .Named(nameof(ListReviews))
            .ForKeys(KeyScope.ReadEvents)
            .AllowAnonymous();
        reviews.MapPost("/", CreateReview.Handle).Named(nameof(CreateReview)).ChangesReady();
        reviews
            .MapGet("/{rid:long}", ShowReview.Handle)
            .Named(nameof(ShowReview))
            .ForKeys(KeyScope.ReadEvents)
            .AllowAnonymous();
        reviews.MapUpdate("/{rid:long}", UpdateReview.Handle, nameof(UpdateReview)).ChangesReady();
        reviews.MapDelete("/{rid:long}", DeleteReview.Handle).Named(nameof(DeleteReview)).ChangesReady();
        reviews.MapGet("/own", ShowOwnReview.Handle).Named(nameof(ShowOwnReview));
    }

    private static void MapVenues(this IEndpointRouteBuilder app)
    {
        var venues = app.MapGroup("/venues").WithTags("Events");
        venues
            .MapGet("/", ListVenues.Handle)
            .Named(nameof(ListVenues))
            .ForKeys(KeyScope.ReadEvents)
            .AllowAnonymous();
        venues.MapPost("/", CreateVenue.Handle).Named(nameof(CreateVenue)).ForKeys(KeyScope.ManageEvents);
        venues
            .MapGet("/search/{part}", SearchVenues.Handle)
            .Named(nameof(SearchVenues))
            .ForKeys(KeyScope.ReadEvents)
            .AllowAnonymous();
        venues
            .MapGet("/by-slug/{slug}", ShowVenueBySlug.Handle)
            .Named(nameof(ShowVenueBySlug))
            .ForKeys(KeyScope.ReadEvents)
            .AllowAnonymous();
        venues
            .MapGet("/{id}", ShowVenue.Handle)
            .Named(nameof(ShowVenue))
            .ForKeys(KeyScope.ReadEvents)
            .AllowAnonymous();
    }

    private static void MapTeams(this IEndpointRouteBuilder app)
    {
        var organisers = app.MapGroup("/organisers").WithTags("Events");
        organisers
            .MapGet("/", ListOrganisers.Handle)
            .Named(nameof(ListOrganisers))
            .ForKeys(KeyScope.ReadTeams);
        organisers.MapPost("/", CreateOrganiser.Handle).Named(nameof(CreateOrganiser));
        organisers
            .MapGet("/{id}", ShowOrganiser.Handle)
            .Named(nameof(ShowOrganiser))
            .ForKeys(KeyScope.ReadTeams);
        organisers.MapUpdate("/{id}", UpdateOrganiser.Handle, nameof(UpdateOrganiser)).ChangesReady();

        organisers
            .MapGet("/{id}/audit", ListTeamAudit.Handle)
            .Named(nameof(ListTeamAudit))
            .ForKeys(KeyScope.ReadTeams);

        var members = organisers.MapGroup("/{id}/members");
        members.MapGet("/", ListMembers.Handle).Named(nameof(ListMembers)).ForKeys(KeyScope.ReadTeams);
        members.MapUpdate("/{member}", ChangeMember.Handle, nameof(ChangeMember)).ChangesReady();
        members.MapDelete("/{member}", RemoveMember.Handle).Named(nameof(RemoveMember)).ChangesReady();

        var asked = organisers.MapGroup("/{id}/invitations");
        asked.MapGet("/", ListTeamInvitations.Handle).Named(nameof(ListTeamInvitations));
        asked.MapPost("/", InviteMember.Handle).Named(nameof(InviteMember));
        asked.MapDelete("/{iid}", WithdrawInvitation.Handle).Named(nameof(WithdrawInvitation));

        var invitations = app.MapGroup("/invitations").WithTags("Events");
        invitations.MapGet("/", ListInvitations.Handle).Named(nameof(ListInvitations));
        invitations.MapGet("/{id}", ShowInvitation.Handle).Named(nameof(ShowInvitation));
        invitations.MapDelete("/{id}", DeclineInvitation.Handle).Named(nameof(DeclineInvitation));
        invitations
            .MapPost("/{id}/acceptance", AcceptInvitation.Handle)
            .Named(nameof(AcceptInvitation))
            .ChangesReady();
    }
}
