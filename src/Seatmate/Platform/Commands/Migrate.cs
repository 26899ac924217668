using System.CommandLine;

namespace Seatmate.Platform.Commands;

/// <summary>`seatmate migrate`: brings the database to the newest schema without serving.</summary>
public static class Migrate
{
    public static Command Command()
    {
        var command = new Command("migrate", "Bring the database to the newest schema.")
        {
            CommandSettings.Data,
        };
        command.SetAction(
            async (arguments, cancel) =>
            {
                await using var database = await Borrowed.Database(CommandSettings.Read(arguments), cancel);
                var files = await Database.Migrator.MigrateAsync(database.Source, cancel);
                Console.WriteLine(
                    files.Count == 0 ? "The database is up to date" : $"Applied {string.Join(", ", files)}"
                );
                return 0;
            }
        );
        return command;
    }
}
