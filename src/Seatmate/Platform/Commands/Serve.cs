using System.CommandLine;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;
using Seatmate.Platform.Database;

namespace Seatmate.Platform.Commands;

/// <summary>`seatmate serve`: everything from a data folder to an answered request, and back again in
/// order.</summary>
public static class Serve
{
    /// <summary>What comes from above the platform: the application, and the first people of a new
    /// database.</summary>
    public sealed record Parts(
        Func<Settings, Secrets, string, WebApplication> Build,
        Func<Settings, Secrets, string, Action<string>, CancellationToken, Task> Populate
    );

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
            CommandSettings.Port,
            CommandSettings.Data,
            NoDemo,
        };
        command.SetAction(
            async (arguments, _) =>
            {
                using var signals = new StopSignals();
                var settings = CommandSettings.Read(arguments);
                await Run(
                    arguments.GetValue(NoDemo) ? settings with { Demo = false } : settings,
                    parts,
                    signals.Token
                );
                return 0;
            }
        );
        return command;
    }

    private static async Task Run(Settings settings, Parts parts, CancellationToken cancel)
    {
        try
        {
            await ServeUntilStopped(settings, parts, cancel);
            Say("Seatmate has stopped");
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            Say("Seatmate was stopped before it was ready");
        }
    }

    private static async Task ServeUntilStopped(Settings settings, Parts parts, CancellationToken cancel)
    {
        RefuseBusyPort(settings.Port);
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
        await SayWhatLacks(app.Services, cancel);
        cancel.ThrowIfCancellationRequested();
        await Start(app, settings.Port);
        Say(
            $"Seatmate is ready at {settings.PublicUrl} (started in {Age().TotalSeconds:F1} s); Ctrl-C stops it"
        );
        var keeping = installation.KeepDatabase(Say, app.Lifetime.ApplicationStopping);
        await app.WaitForShutdownAsync(cancel);
        await keeping.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    // Before anything is made: a start that cannot succeed leaves nothing behind.
    private static void RefuseBusyPort(int port)
    {
        try
        {
            using var listener = new TcpListener(
                Socket.OSSupportsIPv6 ? IPAddress.IPv6Any : IPAddress.Any,
                port
            );
            if (Socket.OSSupportsIPv6)
                listener.Server.DualMode = true;
            listener.Start();
        }
        catch (SocketException error)
        {
            throw Refusal(port, error);
        }
    }

    // Not to be interrupted: what has started halfway could not be stopped in order.
    private static async Task Start(WebApplication app, int port)
    {
        try
        {
            await app.StartAsync(CancellationToken.None);
        }
        catch (Exception error) when (error.GetBaseException() is SocketException cause)
        {
            throw Refusal(port, cause);
        }
    }

    private static StartRefusedException Refusal(int port, SocketException cause) =>
        new(
            cause.SocketErrorCode == SocketError.AddressAlreadyInUse
                ? $"Port {port} is in use: stop what listens there, or choose another with --port."
                : $"Port {port} cannot be opened ({cause.Message}): choose another with --port.",
            cause
        );

    private static void SayWhatIsOff(Settings settings)
    {
        if (!settings.RateLimits)
            Say("WARNING: rate limits are OFF (RATE_LIMITS=off); this is for load tests only");
        if (settings.PasswordHashCost < 12)
            Say(
                $"WARNING: passwords are hashed at cost {settings.PasswordHashCost} only (PASSWORD_HASH_COST); this is for tests only"
            );
    }

    private static async Task SayWhatLacks(IServiceProvider services, CancellationToken cancel)
    {
        var limits = await ConnectionLimits.Read(services.GetRequiredService<NpgsqlDataSource>(), cancel);
        if (limits.WarningFor(services.GetServices<ConnectionUse>().Sum(use => use.Most)) is { } warning)
            Say(warning);
    }

    private static TimeSpan Age() =>
        TimeProvider.System.GetUtcNow().UtcDateTime - Process.GetCurrentProcess().StartTime.ToUniversalTime();

    private static void Say(string line) => Console.WriteLine(line);
}
