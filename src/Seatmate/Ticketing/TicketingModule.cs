using Seatmate.Accounts.Contracts;
using Seatmate.Events.Contracts;
using Seatmate.Notifications.Contracts;
using Seatmate.Payments.Contracts;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;
using Seatmate.Platform.Jobs;
using Seatmate.Platform.Outbox;
using Seatmate.Platform.Ready;
using Seatmate.Ticketing.Contracts;
using Seatmate.Ticketing.Holds;
using Seatmate.Ticketing.Lanes;
using Seatmate.Ticketing.Orders;
using Seatmate.Ticketing.Sections;
using Seatmate.Ticketing.Stocks;
using Seatmate.Ticketing.Tickets;
using Seatmate.Ticketing.Vouchers;

namespace Seatmate.Ticketing;

/// <summary>What is scarce, who took it, and the tickets they hold.</summary>
public static class TicketingModule
{
    public static void AddTicketing(this IServiceCollection services)
    {
        services.AddSingleton(provider => new LaneDatabase(
            provider.GetRequiredService<DatabaseAddress>().ConnectionString
        ));
        services.AddSingleton(new ConnectionUse(LaneDatabase.ConnectionsMax));
        services.AddSingleton<LaneMemory>();
        services.AddSingleton<HoldTokens>();
        services.AddSingleton<LaneAnswers>();
        services.AddSingleton<SoldOut>();
        services.AddSingleton<LaneBatches>();
        services.AddSingleton<OrderLanes>();
        services.AddHostedService(provider => provider.GetRequiredService<OrderLanes>());
        services.AddScoped<Claims>();
        services.AddScoped<Lapsing>();
        services.AddScoped<VoucherDesk>();
        services.AddScoped<Booking>();
        services.AddScoped<FoundBookings>();
        services.AddScoped<BookingViews>();
        services.AddScoped<HoldDesk>();
        services.AddSingleton<TicketCodes>();
        services.AddScoped<ISections, SectionsOfEvents>();
        services.AddScoped<IOrders, OrdersForOthers>();
        services.AddScoped<IUserLeaving, LeavingBuyer>();
        services.AddScoped<IPersonalFiles, TicketFiles>();
        services.AddScoped<IMonthlyFigures, MonthOfBookings>();
        services.AddPersonalRows(PersonalRowsOfTicketing.All);

        services.AddReaction<PaymentCaptured, ConfirmOrderOnPaymentCaptured>(urgent: true);
        services.AddReaction<EventDeleted, CancelOrdersOnEventDeleted>();
        services.AddReaction<OrdersToCancel, CancelBatchOnOrdersToCancel>();
        services.AddJob<LapseOrders>();
        services.AddJob<EndVouchers>();
        services.AddJob<ForgetOldHolds>();
        foreach (var invariant in TicketingInvariants.All)
            services.AddSingleton(invariant);
    }

    public static void MapTicketing(this IEndpointRouteBuilder app)
    {
        app.MapBookings();

        app.MapGroup("/events/{id}/door-list")
            .WithTags("Ticketing")
            .MapGet("/", ShowDoorList.Handle)
            .Named(nameof(ShowDoorList))
            .ForKeys(KeyScope.ReadOrders);

        app.MapGroup("/events/{id}/availability")
            .WithTags("Ticketing")
            .MapGet("/", ShowAvailability.Handle)
            .Named(nameof(ShowAvailability))
            .ForKeys(KeyScope.ReadEvents)
            .AllowAnonymous()
            .Ready();

        app.MapVouchers();
        app.MapHolds();

        var others = app.MapGroup("").WithTags("Ticketing");
        others
            .MapGet("/bookings/{uuid}", ShowBookingByUuid.Handle)
            .Named(nameof(ShowBookingByUuid))
            .ForKeys(KeyScope.ReadOrders, personal: true);
        others
            .MapGet("/user/{id}/bookings", ListMyBookings.Handle)
            .Named(nameof(ListMyBookings))
            .ForKeys(KeyScope.ReadOrders, personal: true);

        app.MapGroup("/tickets")
            .ForEverybody()
            .MapGet("/{number}/qr.svg", ShowTicketQr.Handle)
            .Named(nameof(ShowTicketQr))
            .Produces<string>(StatusCodes.Status200OK, "image/svg+xml");
    }

    private static void MapBookings(this IEndpointRouteBuilder app)
    {
        var bookings = app.MapGroup("/events/{id}/attending").WithTags("Ticketing");
        bookings
            .MapPost("/", BookEvent.Handle)
            .Named(nameof(BookEvent))
            .ForKeys(KeyScope.ManageOrders, personal: true)
            .InLane<BookingDetails>(201);
        bookings.MapGet("/", ListBookings.Handle).Named(nameof(ListBookings)).ForKeys(KeyScope.ReadOrders);
        bookings
            .MapGet("/{aid}", ShowBooking.Handle)
            .Named(nameof(ShowBooking))
            .ForKeys(KeyScope.ReadOrders)
            .ForGuests();
        bookings
            .MapUpdate("/{aid}", ChangeBooking.Handle, nameof(ChangeBooking))
            .ForKeys(KeyScope.ManageOrders, personal: true)
            .ForGuests();
        bookings
            .MapDelete("/{aid}", CancelBooking.Handle)
            .Named(nameof(CancelBooking))
            .ForKeys(KeyScope.ManageOrders, personal: true)
            .ForGuests();
        bookings
            .MapGet("/{aid}/calendar.ics", ShowCalendarFile.Handle)
            .Named(nameof(ShowCalendarFile))
            .ForKeys(KeyScope.ReadOrders)
            .ForGuests()
            .Produces<string>(StatusCodes.Status200OK, CalendarFile.MediaType);
        bookings
            .MapPost("/{aid}/cancellation", CallOffBooking.Handle)
            .Named(nameof(CallOffBooking))
            .ForKeys(KeyScope.ManageOrders);
    }

    private static void MapVouchers(this IEndpointRouteBuilder app)
    {
        var vouchers = app.MapGroup("/events/{id}/vouchers").WithTags("Ticketing");
        vouchers
            .MapPost("/", CreateVoucher.Handle)
            .Named(nameof(CreateVoucher))
            .ForKeys(KeyScope.ManageEvents);
        vouchers.MapGet("/", ListVouchers.Handle).Named(nameof(ListVouchers)).ForKeys(KeyScope.ManageEvents);
        vouchers
            .MapDelete("/{vid}", WithdrawVoucher.Handle)
            .Named(nameof(WithdrawVoucher))
            .ForKeys(KeyScope.ManageEvents);
        app.MapGroup("/events/{id}/voucher")
            .WithTags("Ticketing")
            .MapGet("/", ShowVoucher.Handle)
            .Named(nameof(ShowVoucher))
            .ForKeys(KeyScope.ReadEvents)
            .AllowAnonymous();
    }

    private static void MapHolds(this IEndpointRouteBuilder app)
    {
        var holds = app.MapGroup("/holds").ForEverybody();
        holds.MapPost("/", HoldPlaces.Handle).Named(nameof(HoldPlaces)).InLane<HoldDetails>(201);
        holds.MapGet("/{id}", ShowHold.Handle).Named(nameof(ShowHold));
        holds.MapPatch("/{id}", ChangeHold.Handle).Named(nameof(ChangeHold)).InLane<HoldDetails>(200);
        holds.MapDelete("/{id}", ReleaseHold.Handle).Named(nameof(ReleaseHold)).InLane<Done>(200);
        holds
            .MapPost("/{id}/extension", ExtendHold.Handle)
            .Named(nameof(ExtendHold))
            .InLane<HoldDetails>(200);

        var orders = app.MapGroup("/orders").ForEverybody();
        orders
            .MapPost("/", PlaceOrder.Handle)
            .Named(nameof(PlaceOrder))
            .InLane<BookingDetails>(201)
            .Produces<BookingDetails>();
        orders.MapGet("/{id}", ShowOrder.Handle).Named(nameof(ShowOrder)).Produces<BookingDetails>();
    }

    /// <summary>Without a token one is a guest; with one that is not alive one is nobody.</summary>
    private static RouteGroupBuilder ForEverybody(this RouteGroupBuilder routes) =>
        routes
            .WithTags("Ticketing")
            .AllowAnonymous()
            .AddEndpointFilter(
                (context, next) =>
                    context.HttpContext.Request.Headers.Authorization.Count > 0
                    && Caller.From(context.HttpContext.User) is null
                        ? new(Problem.SignInNeeded())
                        : next(context)
            );

    /// <summary>The answer is made in a lane, and kept there for a repetition. The request is validated by
    /// hand.</summary>
    private static RouteHandlerBuilder InLane<T>(this RouteHandlerBuilder route, int status) =>
        route
            .Produces<T>(status)
            .Produces<ProblemBody>(400, "application/problem+json")
            .WithMetadata(new KeepsOwnAnswer())
            .DisableValidation();
}
