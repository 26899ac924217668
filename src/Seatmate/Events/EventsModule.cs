using Seatmate.Accounts.Contracts;
using Seatmate.Events.Contracts;
using Seatmate.Events.Listings;
using Seatmate.Events.Organisers;
using Seatmate.Events.Posters;
using Seatmate.Events.Teams;
using Seatmate.Events.Venues;
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
        services.AddScoped<ITeamInvitations, InvitationLetters>();
        services.AddJob<ForgetOldInvitations>();
        services.AddScoped<IPublicActivity, EventsOfPerson>();
        services.AddScoped<IUserLeaving, LeavingOrganiser>();
        services.AddPersonalRows(PersonalRowsOfEvents.All);
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

        app.MapTeams();

        app.MapGet("/e/{slug}", ShowEventPage.Handle).AllowAnonymous().Ready().ExcludeFromDescription();
    }

    private static void MapTeams(this IEndpointRouteBuilder app)
    {
        var organisers = app.MapGroup("/organisers").WithTags("Events");
        organisers.MapGet("/", ListOrganisers.Handle).Named(nameof(ListOrganisers));
        organisers.MapPost("/", CreateOrganiser.Handle).Named(nameof(CreateOrganiser));
        organisers.MapGet("/{id}", ShowOrganiser.Handle).Named(nameof(ShowOrganiser));
        organisers.MapUpdate("/{id}", UpdateOrganiser.Handle, nameof(UpdateOrganiser)).ChangesReady();

        organisers.MapGet("/{id}/audit", ListTeamAudit.Handle).Named(nameof(ListTeamAudit));

        var members = organisers.MapGroup("/{id}/members");
        members.MapGet("/", ListMembers.Handle).Named(nameof(ListMembers));
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
