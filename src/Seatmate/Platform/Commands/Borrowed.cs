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
            return new(DatabaseUrl.ToConnectionString(url), null);
        if (EmbeddedPostgres.ConnectionStringOfRunning(settings.DataFolder) is { } running)
            return new(running, null);
        var installation = await Installation.Open(settings, _ => { }, cancel);
        return new(installation.ConnectionString, installation);
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
