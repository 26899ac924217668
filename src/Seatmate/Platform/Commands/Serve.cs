using System.CommandLine;
using System.Diagnostics;
using Npgsql;
using Seatmate.Platform.Database;

namespace Seatmate.Platform.Commands;

/// <summary>`seatmate serve`: everything from a data folder to an answered request, and back again in order.</summary>
public static class Serve
{
    /// <summary>What comes from above the platform: the application, and the first people of a new database.</summary>
    public sealed record Parts(
        Func<Settings, Secrets, string, WebApplication> Build,
        Func<Settings, Secrets, string, Action<string>, CancellationToken, Task> Populate
    );

    private static readonly Option<int?> Port = new("--port") { Description = "Port to listen on (8080)." };
    private static readonly Option<bool> NoDemo = new("--no-demo")
    {
        Description = "Leave a new database without demo data.",
    };

    public static Command Command(Parts parts)
    {
        var command = new Command(
            "serve",
            "Serve the API and the web app; makes, migrates and starts the database first."
        )
        {
            Port,
            CommandSettings.Data,
            NoDemo,
        };
        command.SetAction(
            async (arguments, cancel) =>
            {
                var settings = CommandSettings.Read(arguments);
                settings = arguments.GetValue(Port) is { } port ? settings.OnPort(port) : settings;
                await Run(
                    arguments.GetValue(NoDemo) ? settings with { Demo = false } : settings,
                    parts,
                    cancel
                );
                return 0;
            }
        );
        return command;
    }

    private static async Task Run(Settings settings, Parts parts, CancellationToken cancel)
    {
        await using var installation = await Installation.Open(settings, Say, cancel);
        await using var app = parts.Build(settings, installation.Secrets, installation.ConnectionString);
        var migrations = await Migrator.MigrateAsync(
            app.Services.GetRequiredService<NpgsqlDataSource>(),
            cancel
        );
        if (migrations.Count > 0)
            Say($"Database brought up to {migrations[^1]}");
        await parts.Populate(settings, installation.Secrets, installation.ConnectionString, Say, cancel);
        SayWhatIsOff(settings);
        await Start(app, settings, cancel);
        Say(
            $"Seatmate is ready at {settings.PublicUrl} (started in {Age().TotalSeconds:F1} s); Ctrl-C stops it"
        );
        await app.WaitForShutdownAsync(cancel);
        Say("Seatmate has stopped");
    }

    private static async Task Start(WebApplication app, Settings settings, CancellationToken cancel)
    {
        try
        {
            await app.StartAsync(cancel);
        }
        catch (IOException error)
            when (error.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            throw new StartRefusedException(
                $"Port {settings.Port} is in use: stop what listens there, or choose another with --port.",
                error
            );
        }
        catch (System.Net.Sockets.SocketException error)
        {
            throw new StartRefusedException(
                $"Port {settings.Port} cannot be opened ({error.Message}): choose another with --port.",
                error
            );
        }
    }

    private static void SayWhatIsOff(Settings settings)
    {
        if (!settings.RateLimits)
            Say("WARNING: rate limits are OFF (RATE_LIMITS=off); this is for load tests only");
        if (settings.PasswordHashCost < 12)
            Say(
                $"WARNING: passwords are hashed at cost {settings.PasswordHashCost} only (PASSWORD_HASH_COST); this is for tests only"
            );
    }

    private static TimeSpan Age() =>
        TimeProvider.System.GetUtcNow().UtcDateTime - Process.GetCurrentProcess().StartTime.ToUniversalTime();

    private static void Say(string line) => Console.WriteLine(line);
}
