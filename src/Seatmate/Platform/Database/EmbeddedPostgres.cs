using Npgsql;

namespace Seatmate.Platform.Database;

/// <summary> A PostgreSQL of Seatmate's own, reachable through a Unix socket in the data folder and not from the
/// network. It is a daemon: Ctrl-C in the terminal does not reach it, so that requests in flight can finish before
/// <see cref="StopAsync()"/>; and it outlives a Seatmate that is killed, whose successor stops it and starts it
/// again. </summary>
public sealed class EmbeddedPostgres : IAsyncDisposable
{
    // The address of a Unix socket has 104 bytes (on macOS; 108 on Linux), which also have to hold "/.s.PGSQL.5432" and
    // its end.
    private const int SocketFolderBytesMax = 104 - 16;
    private const int StopSecondsMax = 60;
    private const int StartSecondsMax = 600;
    private static readonly TimeSpan LeftoverWait = TimeSpan.FromMilliseconds(200);
    private const int LeftoverTries = 50;
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RestAfterTrouble = TimeSpan.FromSeconds(10);

    private readonly DataFolder data;
    private readonly PostgresPrograms programs;
    private readonly PostgresCluster cluster;
    private readonly PostgresLog log;
    private readonly PostmasterPid pid;
    private readonly string socketFolder;
    private bool stopped;

    private EmbeddedPostgres(DataFolder data, PostgresPrograms programs)
    {
        this.data = data;
        this.programs = programs;
        cluster = new PostgresCluster(data, programs);
        log = new PostgresLog(data.PathOf("postgres.log"));
        pid = new PostmasterPid(cluster.Path);
        socketFolder = SocketFolder();
    }

    public string ConnectionString { get; private set; } = "";

    public static async Task<EmbeddedPostgres> StartAsync(
        EmbeddedPostgresOptions options,
        Action<string> progress,
        CancellationToken cancellation
    )
    {
        var postgres = new EmbeddedPostgres(
            options.Data,
            await PostgresPrograms.PrepareAsync(options.Binaries, options.Data, cancellation)
        );
        try
        {
            await postgres.StartAsync(options.Durable, progress, cancellation);
            return postgres;
        }
        catch (Exception e)
        {
            await postgres.DisposeAsync();
            if (e is IOException or UnauthorizedAccessException)
                throw PostgresFailure.Explain(
                    $"The database in {options.Data.Path} cannot be used",
                    e.Message
                );
            throw;
        }
    }

    public static bool IsIn(string dataFolder) => Directory.Exists(ClusterIn(dataFolder));

    public static string ClusterIn(string dataFolder) => Path.Combine(dataFolder, PostgresCluster.Folder);

    /// <summary>The operator's settings of PostgreSQL, if there are any.</summary>
    public static string OwnSettingsIn(string dataFolder) =>
        Path.Combine(dataFolder, PostgresCluster.OwnSettings);

    /// <summary>A session of the superuser, whom the operating system's word for the one who asks lets
    /// in.</summary>
    public static async Task<NpgsqlConnection> OpenForItsOwner(
        string connectionString,
        CancellationToken cancellation
    )
    {
        var superuser = new NpgsqlConnectionStringBuilder(connectionString)
        {
            Username = PostgresCluster.Superuser,
            Password = null,
            Database = PostgresCluster.Superuser,
            Pooling = false,
        };
        var session = new NpgsqlConnection(superuser.ConnectionString);
        try
        {
            await session.OpenAsync(cancellation);
            return session;
        }
        catch (NpgsqlException refused)
        {
            await session.DisposeAsync();
            throw new StartRefusedException(
                "PostgreSQL lets only root and the user who started it do this, since this version of Seatmate: be that user, "
                    + $"or restart a server of an older version ({refused.Message}).",
                refused
            );
        }
    }

    /// <summary>How to reach the PostgreSQL of the Seatmate that is running on this folder; null when none
    /// is.</summary>
    public static string? ConnectionStringOfRunning(string dataFolder)
    {
        var folder = DataFolder.WithoutLinks(Path.GetFullPath(dataFolder));
        var password = Path.Combine(folder, DataFolder.Secrets, PostgresCluster.PasswordName);
        var socket = new PostmasterPid(ClusterIn(folder)).SocketFolderOfRunning();
        return socket is not null && File.Exists(password)
            ? Reach(socket, File.ReadAllText(password).Trim())
            : null;
    }

    /// <summary>Starts it again when it has ended without being asked to: killed for want of memory, or by
    /// somebody.</summary>
    public async Task KeepRunningAsync(Action<string> progress, CancellationToken cancellation)
    {
        while (true)
        {
            await Task.Delay(LookInterval, cancellation);
            if (!pid.IsRunning() && !await TryReviveAsync(progress, cancellation))
                await Task.Delay(RestAfterTrouble, cancellation);
        }
    }

    /// <summary>Ends it in order: sessions are closed, everything is written out. Does nothing when it does not
    /// run.</summary>
    public async Task StopAsync()
    {
        if (stopped)
            return;
        stopped = true;
        await StopRunningAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        log.Dispose();
        if (!socketFolder.StartsWith(data.Path, StringComparison.Ordinal) && Directory.Exists(socketFolder))
            Directory.Delete(socketFolder, recursive: true);
    }

    private async Task StartAsync(bool durable, Action<string> progress, CancellationToken cancellation)
    {
        if (pid.IsRunning())
        {
            progress("Stopping the PostgreSQL that an earlier Seatmate left behind");
            await StopRunningAsync(cancellation);
            if (pid.IsRunning())
                throw new StartRefusedException(
                    $"A PostgreSQL still runs in {cluster.Path} and does not stop: end it."
                );
        }
        var password = await cluster.EnsureAsync(durable, progress, cancellation);
        await cluster.ConfigureAsync(socketFolder, durable, cancellation);
        progress("Starting PostgreSQL");
        await LaunchAsync(cancellation);
        log.KeepSmall();
        ConnectionString = Reach(socketFolder, password);
    }

    private async Task<bool> TryReviveAsync(Action<string> progress, CancellationToken cancellation)
    {
        progress("PostgreSQL has ended; starting it again");
        try
        {
            await LaunchAsync(cancellation);
            progress("PostgreSQL runs again");
            return true;
        }
        catch (Exception e) when (e is StartRefusedException or IOException or UnauthorizedAccessException)
        {
            progress(e.Message);
            return false;
        }
    }

    private async Task LaunchAsync(CancellationToken cancellation)
    {
        pid.ForgetTheDead();
        foreach (var socket in Directory.EnumerateFiles(socketFolder))
            File.Delete(socket);
        log.Mark();
        await programs.GiveAsync(cancellation, socketFolder, log.Path);
        string[] arguments =
        [
            "start",
            "--silent",
            "--wait",
            $"--timeout={StartSecondsMax}",
            $"--pgdata={cluster.Path}",
            $"--log={log.Path}",
        ];
        for (var attempt = 1; ; attempt++)
        {
            var (exit, output) = await programs.RunAsync("pg_ctl", arguments, cancellation);
            if (exit == 0)
                return;
            cancellation.ThrowIfCancellationRequested();
            output = log.SinceMark() + output;
            // Sessions of a PostgreSQL that was killed end by themselves, when they notice.
            if (attempt == LeftoverTries || !output.Contains("is still in use", StringComparison.Ordinal))
                throw PostgresFailure.Explain($"PostgreSQL did not start, see {log.Path}", output);
            await Task.Delay(LeftoverWait, cancellation);
        }
    }

    private async Task StopRunningAsync(CancellationToken cancellation)
    {
        if (pid.IsRunning() && await StopAsync("fast", cancellation) != 0 && pid.IsRunning())
            await StopAsync("immediate", cancellation);
    }

    private async Task<int> StopAsync(string mode, CancellationToken cancellation)
    {
        var (exit, _) = await programs.RunAsync(
            "pg_ctl",
            [
                "stop",
                "--silent",
                "--wait",
                $"--mode={mode}",
                $"--timeout={StopSecondsMax}",
                $"--pgdata={cluster.Path}",
            ],
            cancellation
        );
        return exit;
    }

    private static string Reach(string socketFolder, string password) =>
        new NpgsqlConnectionStringBuilder
        {
            Host = socketFolder,
            Port = PostgresCluster.Port,
            Database = PostgresCluster.Database,
            Username = PostgresCluster.Role,
            Password = password,
            GssEncryptionMode = GssEncryptionMode.Disable,
        }.ConnectionString;

    private string SocketFolder()
    {
        var folder = data.PathOf("run");
        return System.Text.Encoding.UTF8.GetByteCount(folder) <= SocketFolderBytesMax
            ? data.PrivateFolder("run")
            : Directory.CreateTempSubdirectory("seatmate-").FullName;
    }
}
