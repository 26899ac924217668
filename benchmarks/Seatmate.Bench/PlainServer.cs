using System.CommandLine;

namespace Seatmate.Bench;

/// <summary>The limit of the web server: an empty Kestrel that reads a JSON body and answers another.</summary>
public static class PlainServer
{
    public sealed record Wish(int TotalTickets, string SeatSection);

    public sealed record Thanks(long Id, int TotalTickets, string SeatSection);

    public static Command Command()
    {
        var port = new Argument<int>("port");
        var command = new Command("plain-server", "Serve the plain JSON limit (used by the other commands).")
        {
            port,
        };
        command.SetAction(
            async (arguments, cancel) =>
            {
                await using var app = Build(arguments.GetValue(port));
                await app.RunAsync(cancel);
            }
        );
        return command;
    }

    /// <summary>In a process of its own, as it would run in earnest.</summary>
    public static Task<ServerProcess> Start()
    {
        var port = Shop.FreePort();
        return ServerProcess.Start(
            port,
            "/plain",
            [Path.Combine(AppContext.BaseDirectory, "seatmate-bench.dll"), "plain-server", $"{port}"],
            new Dictionary<string, string>()
        );
    }

    private static WebApplication Build(int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenLocalhost(port));
        var app = builder.Build();
        var id = 0L;
        app.MapPost(
            "/plain",
            (Wish wish) => new Thanks(Interlocked.Increment(ref id), wish.TotalTickets, wish.SeatSection)
        );
        app.MapGet("/plain", () => new Thanks(1, 1, "General Admission"));
        return app;
    }
}
