using Npgsql;
using Seatmate.Platform.Database;

namespace Seatmate.Platform.Commands;

/// <summary>A database for one command: that of the running server when there is one, else opened and stopped again.</summary>
public sealed class Borrowed : IAsyncDisposable
{
    private readonly Installation? opened;

    private Borrowed(NpgsqlDataSource source, Installation? opened) =>
        (Source, this.opened) = (source, opened);

    public NpgsqlDataSource Source { get; }

    public static async Task<Borrowed> Database(Settings settings, CancellationToken cancel)
    {
        if (
            settings.DatabaseUrl is null
            && EmbeddedPostgres.ConnectionStringOfRunning(settings.DataFolder) is { } running
        )
            return new(NpgsqlDataSource.Create(running), null);
        var installation = await Installation.Open(settings, _ => { }, cancel);
        return new(NpgsqlDataSource.Create(installation.ConnectionString), installation);
    }

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        if (opened is not null)
            await opened.DisposeAsync();
    }
}
