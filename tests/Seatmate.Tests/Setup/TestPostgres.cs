using System.Globalization;
using Npgsql;
using Seatmate.Platform;
using Seatmate.Platform.Database;
using Seatmate.Tests;

[assembly: AssemblyFixture(typeof(TestPostgres))]

namespace Seatmate.Tests;

/// <summary>The one PostgreSQL of a test run, embedded in a folder in memory or a temporary one, or the one that
/// TEST_DATABASE_URL names, with a migrated template that every database of a test is a copy of. Starts the shared
/// server too, and ends all of it.</summary>
public sealed class TestPostgres : IAsyncLifetime
{
    private const string FolderPrefix = "seatmate-tests-";
    private const string InMemory = "/dev/shm";
    private const long InMemoryBytesMin = 4L << 30;

    /// <summary>A dozen servers may be up, each of which has had a crowd.</summary>
    private const int ConnectionsMax = 400;
    private static readonly TimeSpan NewFor = TimeSpan.FromMinutes(1);
    private static readonly string Run = Guid.NewGuid().ToString("N")[..8];
    private static readonly string Template = $"template_{Run}";
    private static int databases;
    private static string? rootConnection;

    private DirectoryInfo? folder;
    private DataFolder? data;
    private EmbeddedPostgres? postgres;

    private static string Root =>
        rootConnection ?? throw new InvalidOperationException("The test run has no database yet.");

    /// <summary>A new migrated and otherwise empty database; returns its connection string.</summary>
    public static async Task<string> CreateDatabase()
    {
        var name = $"test_{Run}_{Interlocked.Increment(ref databases)}";
        // Copying files is a third of the work of logging each page, and nothing here has to survive.
        await Execute(Root, $"CREATE DATABASE {name} TEMPLATE {Template} STRATEGY FILE_COPY");
        return ConnectionTo(name);
    }

    /// <summary>PostgreSQL's own vacuum may be at work there, whom nobody may end; it goes by itself.</summary>
    public static Task DropDatabase(string connectionString)
    {
        var name = new NpgsqlConnectionStringBuilder(connectionString).Database;
        return Eventually.ShouldBeTrue(
            async () =>
            {
                try
                {
                    await Execute(Root, $"DROP DATABASE IF EXISTS {name} WITH (FORCE)");
                    return true;
                }
                catch (PostgresException error)
                    when (error.SqlState == PostgresErrorCodes.InsufficientPrivilege)
                {
                    return false;
                }
            },
            $"{name} is dropped"
        );
    }

    public async ValueTask InitializeAsync()
    {
        rootConnection = Environment.GetEnvironmentVariable("TEST_DATABASE_URL") is { Length: > 0 } url
            ? DatabaseUrl.ToConnectionString(url)
            : await StartPostgres();
        await Execute(Root, $"CREATE DATABASE {Template}");
        await using (var database = NpgsqlDataSource.Create(ConnectionTo(Template)))
            await Migrator.MigrateAsync(database, CancellationToken.None);
        TestServer.Shared = await TestServer.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await TestServer.EndShared();
        if (rootConnection is not null && postgres is null)
            await Execute(Root, $"DROP DATABASE IF EXISTS {Template} WITH (FORCE)");
        NpgsqlConnection.ClearAllPools();
        if (postgres is not null)
            await postgres.DisposeAsync();
        data?.Dispose();
        if (folder is not null)
            Remove(folder.FullName);
    }

    /// <summary>Another test run may be tidying up the same folder just now.</summary>
    private static void Remove(string leftover)
    {
        try
        {
            Directory.Delete(leftover, recursive: true);
        }
        catch (DirectoryNotFoundException) { }
    }

    private async Task<string> StartPostgres()
    {
        RemoveLeftovers();
        folder = Directory.CreateDirectory(Path.Combine(Place(), FolderPrefix + Run));
        File.SetUnixFileMode(
            folder.FullName,
            folder.UnixFileMode | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute
        );
        await File.WriteAllTextAsync(
            Path.Combine(folder.FullName, "postgres.conf"),
            $"max_connections = {ConnectionsMax}\n"
        );
        data = DataFolder.Claim(folder.FullName);
        postgres = await EmbeddedPostgres.StartAsync(
            new EmbeddedPostgresOptions(data) { Durable = false },
            _ => { },
            CancellationToken.None
        );
        return postgres.ConnectionString;
    }

    /// <summary>Making a database takes 20 ms in memory, and some hundreds on a disk that others use too.</summary>
    private static string Place() =>
        Directory.Exists(InMemory) && new DriveInfo(InMemory).AvailableFreeSpace >= InMemoryBytesMin
            ? InMemory
            : Path.GetTempPath();

    /// <summary>A test run that was killed could not tidy up; the next one does. What is very new belongs to a run that
    /// is about to claim it.</summary>
    private static void RemoveLeftovers()
    {
        var old = DateTime.UtcNow - NewFor;
        foreach (
            var leftover in new[] { InMemory, Path.GetTempPath() }
                .Where(Directory.Exists)
                .SelectMany(place => Directory.EnumerateDirectories(place, FolderPrefix + "*"))
                .Where(folder => Directory.GetCreationTimeUtc(folder) < old)
        )
        {
            try
            {
                using (DataFolder.Claim(leftover))
                    Kill(Path.Combine(leftover, "postgres", "postmaster.pid"), leftover);
                Remove(leftover);
            }
            catch (Exception error)
                when (error is StartRefusedException or IOException or UnauthorizedAccessException)
            {
                // Another test run is alive on it, or it is somebody else's.
            }
        }
    }

    private static void Kill(string pidFile, string leftover)
    {
        if (!File.Exists(pidFile))
            return;
        var line = File.ReadLines(pidFile).FirstOrDefault();
        var commandLine = $"/proc/{line}/cmdline";
        if (
            File.Exists(commandLine)
            && File.ReadAllText(commandLine).Contains(leftover, StringComparison.Ordinal)
        )
            System
                .Diagnostics.Process.GetProcessById(int.Parse(line!, CultureInfo.InvariantCulture))
                .Kill(entireProcessTree: true);
    }

    /// <summary>A server that has had a crowd gives back soon what it does not need any more.</summary>
    private static string ConnectionTo(string name) =>
        new NpgsqlConnectionStringBuilder(Root)
        {
            Database = name,
            ConnectionIdleLifetime = 10,
            ConnectionPruningInterval = 2,
        }.ConnectionString;

    private static async Task Execute(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString
        );
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
