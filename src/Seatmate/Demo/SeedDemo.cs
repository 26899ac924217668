using System.CommandLine;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Seatmate.Accounts;
using Seatmate.Platform;
using Seatmate.Platform.Commands;
using Seatmate.Platform.Database;

namespace Seatmate.Demo;

/// <summary>`seatmate seed`: puts the demo data into the database through the front door: a private server on the
/// loopback address, and the public API as each of its people would use it. Only what lies in the past is moved there
/// afterwards.</summary>
public static class SeedDemo
{
    public static Command Command()
    {
        var command = new Command("seed", "Put the demo data into the database (once).")
        {
            CommandSettings.Data,
        };
        command.SetAction(
            async (arguments, cancel) =>
            {
                var settings = CommandSettings.Read(arguments);
                await using var database = await Borrowed.Database(settings, cancel);
                await Migrator.MigrateAsync(database.Source, cancel);
                await using var db = database.OpenDb();
                if (await db.Users.AnyAsync(user => user.Email == "admin@email.com", cancel))
                    throw new StartRefusedException("The demo data is in this database already.");
                await Run(
                    settings,
                    SecretsOf(settings),
                    database.ConnectionString,
                    Console.WriteLine,
                    cancel
                );
                return 0;
            }
        );
        return command;
    }

    /// <summary>Those of the server on this data folder: while the demo data is written, jobs and reactions run here
    /// too, and what they sign is for that server to read.</summary>
    public static Secrets SecretsOf(Settings settings) =>
        new(
            settings.JwtSecretKey
                ?? DataFolder.ReadSecret(settings.DataFolder, Installation.MasterKey)
                ?? Guid.CreateVersion7().ToString()
        );

    /// <summary>Says who the admin of the demo data is: everybody knows that password.</summary>
    public static async Task Run(
        Settings settings,
        Secrets secrets,
        string connectionString,
        Action<string> say,
        CancellationToken cancel
    )
    {
        say("Writing the demo data");
        var quick = settings with { Port = 0, LoopbackOnly = true, RateLimits = false, PasswordHashCost = 4 };
        await using var app = Modules.BuildApp(quick, secrets, connectionString);
        await app.StartAsync(cancel);
        await using var database = NpgsqlDataSource.Create(connectionString);
        using var town = new DemoTown(new Uri(app.Urls.First()), database, TimeProvider.System);
        await town.Come(DemoData.Read(), cancel);
        await app.StopAsync(cancel);
        say(
            $"Demo data is in: admin@email.com / {DemoData.Password} is an admin, and everybody else has that password too. Start with --no-demo for real use."
        );
    }
}
