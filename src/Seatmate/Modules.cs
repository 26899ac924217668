using System.CommandLine;
using Seatmate.Accounts;
using Seatmate.Accounts.Admins;
using Seatmate.Demo;
using Seatmate.Events;
using Seatmate.Notifications;
using Seatmate.Payments;
using Seatmate.Platform;
using Seatmate.Platform.Commands;
using Seatmate.Social;
using Seatmate.Ticketing;

namespace Seatmate;

/// <summary>The modules of the program: the only place that names them all.</summary>
public static class Modules
{
    public static void AddAll(IServiceCollection services)
    {
        services.AddAccounts();
        services.AddEvents();
        services.AddTicketing();
        services.AddPayments();
        services.AddSocial();
        services.AddNotifications();
    }

    public static void MapAll(IEndpointRouteBuilder app)
    {
        app.MapAccounts();
        app.MapEvents();
        app.MapTicketing();
        app.MapPayments();
        app.MapSocial();
        app.MapNotifications();
    }

    public static IEnumerable<Command> Commands() =>
        [
            Serve.Command(new(BuildApp, FirstPeople.Arrive)),
            Migrate.Command(),
            Examine.Command(AddAll),
            BackUp.Command(),
            SeedDemo.Command(),
            new Command("admin", "Admins.") { CreateAdmin.Command(), RecoverAdmin.Command() },
            TicketsSold.Command(),
        ];

    public static WebApplication BuildApp(Settings settings, Secrets secrets, string connectionString) =>
        SeatmateApp.Build(settings, secrets, connectionString, AddAll, MapAll);
}
