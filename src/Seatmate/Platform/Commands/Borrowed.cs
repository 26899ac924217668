using Microsoft.EntityFrameworkCore;
using Npgsql;
using Seatmate.Platform.Database;

namespace Seatmate.Platform.Commands;

/// <summary>A database for one command: that of the running server when there is one, else opened and stopped
/// again.</summary>
public sealed class Borrowed : IAsyncDisposable
{
    private readonly Installation? opened;

    private Borrowed(string connectionString, Installation? opened)
    {
        ConnectionString = connectionString;
        Source = NpgsqlDataSource.Create(connectionString);
        this.opened = opened;
    }

    public string ConnectionString { get; }
    public NpgsqlDataSource Source { get; }

    public static async Task<Borrowed> Database(Settings settings, CancellationToken cancel)
    {
        if (settings.DatabaseUrl is { } url)
        {
            var connection = DatabaseUrl.ToConnectionString(url);
            await Installation.RefuseSilence(connection, settings, cancel);
            return new(connection, null);
        }
        if (EmbeddedPostgres.ConnectionStringOfRunning(settings.DataFolder) is { } running)
            return new(running, null);
        var installation = await Installation.Open(settings, _ => { }, cancel);
        return new(installation.ConnectionString, installation);
    }

    /// <summary>For commands that make none.</summary>
    public static Task<Borrowed> ExistingDatabase(Settings settings, CancellationToken cancel)
    {
        if (settings.DatabaseUrl is null && !EmbeddedPostgres.IsIn(settings.DataFolder))
            throw new StartRefusedException(
                $"There is no database in {settings.DataFolder}: `serve` and `migrate` make one, --data names another folder."
            );
        return Database(settings, cancel);
    }

    /// <summary>For commands that ask or change the data: it has to be there, in the form that this program
    /// knows.</summary>
    public static async Task<Borrowed> NewestDatabase(Settings settings, CancellationToken cancel)
    {
        var database = await ExistingDatabase(settings, cancel);
        try
        {
            await Migrator.RefuseOtherAsync(database.Source, cancel);
            return database;
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    /// <summary>The database through the mapping, for commands that change something.</summary>
    public SeatmateDb OpenDb() => new(new DbContextOptionsBuilder<SeatmateDb>().UseNpgsql(Source).Options);

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        if (opened is not null)
            await opened.DisposeAsync();
    }
}
