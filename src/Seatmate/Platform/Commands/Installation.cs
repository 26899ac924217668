using Npgsql;
using Seatmate.Platform.Database;

namespace Seatmate.Platform.Commands;

/// <summary>What every command stands on: the settings, the claimed data folder and a database that answers, the
/// embedded one unless DATABASE_URL names another. A command beside a running server borrows the server's
/// database.</summary>
public sealed class Installation : IAsyncDisposable
{
    /// <summary>The name of the secret from which all others derive.</summary>
    public const string MasterKey = "jwt-key";

    private const int PostgresMajorMin = 14;

    private readonly DataFolder dataFolder;
    private readonly EmbeddedPostgres? postgres;

    private Installation(
        Settings settings,
        DataFolder folder,
        EmbeddedPostgres? embedded,
        string connectionString,
        string master
    )
    {
        Settings = settings;
        dataFolder = folder;
        postgres = embedded;
        ConnectionString = connectionString;
        Secrets = new Secrets(master);
    }

    public Settings Settings { get; }
    public Secrets Secrets { get; }
    public string ConnectionString { get; }

    /// <summary>For `serve`: this process owns the data folder.</summary>
    public static async Task<Installation> Open(
        Settings settings,
        Action<string> progress,
        CancellationToken cancel
    )
    {
        var folder = DataFolder.Claim(settings.DataFolder);
        EmbeddedPostgres? embedded = null;
        try
        {
            var connection = settings.DatabaseUrl is { } url ? DatabaseUrl.ToConnectionString(url) : null;
            if (connection is null)
            {
                embedded = await EmbeddedPostgres.StartAsync(
                    new(folder) { Binaries = settings.PostgresBin },
                    progress,
                    cancel
                );
                connection = embedded.ConnectionString;
            }
            await RefuseSilence(connection, settings, cancel);
            var master = settings.JwtSecretKey ?? folder.Secret(MasterKey);
            return new(settings, folder, embedded, connection, master);
        }
        catch
        {
            if (embedded is not null)
                await embedded.DisposeAsync();
            folder.Dispose();
            throw;
        }
    }

    /// <summary>Looks after the embedded database until the server stops.</summary>
    public Task KeepDatabase(Action<string> progress, CancellationToken stopping) =>
        postgres?.KeepRunningAsync(progress, stopping) ?? Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (postgres is not null)
            await postgres.DisposeAsync();
        dataFolder.Dispose();
    }

    private static async Task RefuseUnfit(NpgsqlConnection connection, CancellationToken cancel)
    {
        if (connection.PostgreSqlVersion.Major < PostgresMajorMin)
            throw new StartRefusedException(
                $"The database is PostgreSQL {connection.PostgreSqlVersion}, but Seatmate needs {PostgresMajorMin} or newer."
            );
        if (connection.PostgresParameters["server_encoding"] is not "UTF8" and var encoding)
            throw new StartRefusedException(
                $"The database has the encoding {encoding}, but Seatmate needs UTF8: make one with ENCODING 'UTF8'."
            );
        await using var ask = new NpgsqlCommand("SELECT lower('ÄЖ') = 'äж'", connection);
        if (await ask.ExecuteScalarAsync(cancel) is false)
            throw new StartRefusedException(
                "The database's locale knows no letters but A to Z: make one with LOCALE 'C.UTF-8' TEMPLATE template0."
            );
    }

    /// <summary>Says in a sentence that the database is not there, or cannot be used.</summary>
    public static async Task RefuseSilence(
        string connectionString,
        Settings settings,
        CancellationToken cancel
    )
    {
        try
        {
            await using var connection = new NpgsqlConnection(connectionString);
            await connection.OpenAsync(cancel);
            await RefuseUnfit(connection, cancel);
        }
        catch (Exception error) when (error is NpgsqlException or ArgumentException or TimeoutException)
        {
            var which = settings.DatabaseUrl is null
                ? "The embedded database"
                : "The database of DATABASE_URL";
            throw new StartRefusedException($"{which} does not answer: {error.Message}");
        }
    }
}
