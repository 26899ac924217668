using Seatmate.Accounts.Contracts;
using Seatmate.Events.Contracts;
using Seatmate.Payments.Contracts;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;
using Seatmate.Platform.Jobs;
using Seatmate.Platform.Outbox;
using Seatmate.Platform.Ready;
using Seatmate.Ticketing.Contracts;
using Seatmate.Ticketing.Lanes;
using Seatmate.Ticketing.Orders;
using Seatmate.Ticketing.Sections;
using Seatmate.Ticketing.Stocks;
using Seatmate.Ticketing.Tickets;

namespace Seatmate.Ticketing;

/// <summary>What is scarce, who took it, and the tickets they hold.</summary>
public static class TicketingModule
{
    public static void AddTicketing(this IServiceCollection services)
    {
        services.AddSingleton(provider => new LaneDatabase(
            provider.GetRequiredService<DatabaseAddress>().ConnectionString
        ));
        services.AddSingleton<LaneMemory>();
        services.AddSingleton<LaneBatches>();
        services.AddSingleton<OrderLanes>();
        services.AddHostedService(provider => provider.GetRequiredService<OrderLanes>());
        services.AddScoped<Claims>();
        services.AddScoped<Lapsing>();
        services.AddScoped<Booking>();
        services.AddScoped<BookingViews>();
        services.AddSingleton<TicketCodes>();
        services.AddScoped<ISections, SectionsOfEvents>();
        services.AddScoped<IOrders, OrdersForOthers>();
        services.AddScoped<IUserLeaving, LeavingBuyer>();

        services.AddReaction<PaymentCaptured, ConfirmOrderOnPaymentCaptured>(urgent: true);
        services.AddReaction<EventDeleted, CancelOrdersOnEventDeleted>();
        services.AddReaction<OrdersToCancel, CancelBatchOnOrdersToCancel>();
        services.AddJob<LapseOrders>();
        foreach (var invariant in TicketingInvariants.All)
            services.AddSingleton(invariant);
    }

    public static void MapTicketing(this IEndpointRouteBuilder app)
    {
        var bookings = app.MapGroup("/events/{id}/attending").WithTags("Ticketing");
        bookings
            .MapPost("/", BookEvent.Handle)
            .Named(nameof(BookEvent))
            .Produces<BookingDetails>(201)
            .Produces<ProblemBody>(400, "application/problem+json")
            .WithMetadata(new KeepsOwnAnswer());
        bookings.MapGet("/", ListBookings.Handle).Named(nameof(ListBookings));
        bookings.MapGet("/{aid}", ShowBooking.Handle).Named(nameof(ShowBooking));
        bookings.MapUpdate("/{aid}", ChangeBooking.Handle, nameof(ChangeBooking));
        bookings.MapDelete("/{aid}", CancelBooking.Handle).Named(nameof(CancelBooking));

        app.MapGroup("/events/{id}/availability")
            .WithTags("Ticketing")
            .MapGet("/", ShowAvailability.Handle)
            .Named(nameof(ShowAvailability))
            .AllowAnonymous()
            .Ready();

        var others = app.MapGroup("").WithTags("Ticketing");
        others.MapGet("/bookings/{uuid}", ShowBookingByUuid.Handle).Named(nameof(ShowBookingByUuid));
        others.MapGet("/user/{id}/bookings", ListMyBookings.Handle).Named(nameof(ListMyBookings));
        others
            .MapGet("/tickets/{number}/qr.svg", ShowTicketQr.Handle)
            .Named(nameof(ShowTicketQr))
            .Produces<string>(StatusCodes.Status200OK, "image/svg+xml");
    }
}
