using System.Buffers;
using System.Globalization;

namespace Seatmate.Platform.Database;

/// <summary>
/// The files of the embedded database. Seatmate's own role owns its database and may create others, but is no
/// superuser, as it would be at any hosted PostgreSQL. The superuser has no password: only the operating system's user
/// who runs Seatmate, and root, can log in as it, for backups.
/// </summary>
internal sealed class PostgresCluster(DataFolder data, PostgresPrograms programs)
{
    public const string Folder = "postgres";
    public const string Role = "seatmate";
    public const string Database = "seatmate";
    public const string Superuser = "postgres";
    public const string OwnSettings = "postgres.conf";
    public const int Port = 5432;
    public const string PasswordName = "postgres-password";
    private const long SharedBuffersMinMib = 128;
    private const long SharedBuffersMaxMib = 1024;

    /// <summary>The first version that knows letters by itself; older ones ask the C library alone.</summary>
    private const int BuiltinLocaleSince = 17;

    // pg_ctl puts the path between double quotes into a command line.
    private static readonly SearchValues<char> MeantForTheShell = SearchValues.Create("\"$`\\\n");

    // Letters are letters in every script (search by trigrams asks the C library), while sorting stays that of the
    // bytes.
    private static readonly string LetterLocale = OperatingSystem.IsMacOS() ? "en_US.UTF-8" : "C.UTF-8";

    private static readonly string[] BuiltinLocale =
    [
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
    ];

    private readonly string ownSettings = data.PathOf(OwnSettings);

    public string Path { get; } = data.PathOf(Folder);

    /// <summary>Creates the cluster if there is none yet, and returns the password of Seatmate's role.</summary>
    public async Task<string> EnsureAsync(
        bool durable,
        Action<string> progress,
        CancellationToken cancellation
    )
    {
        if (Path.AsSpan().ContainsAny(MeantForTheShell))
            throw new StartRefusedException(
                $"PostgreSQL cannot work in {data.Path}, whose name has one of \" $ ` \\ in it."
            );
        var known = data.ReadSecret(PasswordName);
        var password = known ?? data.Secret(PasswordName);
        if (!Directory.Exists(Path))
        {
            progress("Creating the database");
            await CreateAsync(password, durable, cancellation);
        }
        else
        {
            await RequireSameVersionAsync(cancellation);
            await programs.GiveAsync(cancellation, Path);
            if (known is null)
                await ExecuteAsync(Path, $"ALTER ROLE {Role} PASSWORD '{password}';\n", cancellation);
        }
        return password;
    }

    /// <summary>Writes the settings anew, so that those of the running version hold.</summary>
    public async Task ConfigureAsync(string socketFolder, bool durable, CancellationToken cancellation)
    {
        var settings = System.IO.Path.Combine(Path, "postgresql.conf");
        var access = System.IO.Path.Combine(Path, "pg_hba.conf");
        await File.WriteAllTextAsync(settings, Settings(socketFolder, durable), cancellation);
        var people = System.IO.Path.Combine(Path, "pg_ident.conf");
        await File.WriteAllTextAsync(access, Access, cancellation);
        await File.WriteAllTextAsync(people, People, cancellation);
        await programs.GiveAsync(cancellation, settings, access, people);
    }

    // Made beside its place and moved there when it is whole: a start that is interrupted leaves nothing half made.
    private async Task CreateAsync(string password, bool durable, CancellationToken cancellation)
    {
        var draft = data.PathOf("postgres.new");
        if (Directory.Exists(draft))
            Directory.Delete(draft, recursive: true);
        data.PrivateFolder("postgres.new");
        await programs.GiveAsync(cancellation, draft);

        var (exit, output) = await programs.RunAsync(
            "initdb",
            [
                $"--pgdata={draft}",
                $"--username={Superuser}",
                "--auth=reject",
                "--encoding=UTF8",
                .. programs.MajorVersion >= BuiltinLocaleSince ? BuiltinLocale : [],
                "--locale=C",
                $"--lc-ctype={LetterLocale}",
                "--no-instructions",
                .. durable ? Array.Empty<string>() : ["--no-sync"],
            ],
            cancellation
        );
        if (exit != 0)
            throw PostgresFailure.Explain($"PostgreSQL could not create a database in {data.Path}", output);

        await ExecuteAsync(
            draft,
            $"""
            CREATE ROLE {Role} LOGIN CREATEDB PASSWORD '{password}';
            GRANT pg_monitor, pg_checkpoint TO {Role};
            CREATE DATABASE {Database} OWNER {Role};

            """,
            cancellation
        );
        Directory.Move(draft, Path);
    }

    // Without a server: PostgreSQL's single-user mode, which takes a command a line and needs no password.
    private async Task ExecuteAsync(string cluster, string commands, CancellationToken cancellation)
    {
        var (exit, output) = await programs.RunAsync(
            "postgres",
            ["--single", "-D", cluster, "postgres"],
            commands,
            cancellation
        );
        if (exit != 0 || output.Contains("ERROR:", StringComparison.Ordinal))
            throw PostgresFailure.Explain("PostgreSQL could not set up Seatmate's role", output);
    }

    private async Task RequireSameVersionAsync(CancellationToken cancellation)
    {
        var file = System.IO.Path.Combine(Path, "PG_VERSION");
        var version = File.Exists(file) ? (await File.ReadAllTextAsync(file, cancellation)).Trim() : "";
        if (version != programs.MajorVersion.ToString(CultureInfo.InvariantCulture))
        {
            throw new StartRefusedException(
                version.Length == 0
                    ? $"The folder {Path} is not a PostgreSQL database: move it away, or choose another data folder with --data."
                    : $"The database in {Path} was made by PostgreSQL {version}, but this is PostgreSQL {programs.MajorVersion}: "
                        + "export it with the old version (pg_dump) and import it into a new data folder."
            );
        }
    }

    /// <summary>An eighth of the memory: what is sold for some minutes fits, and the rest of the machine has its part
    /// too.</summary>
    private static long SharedBuffersMib() =>
        Math.Clamp(MemoryMib() / 8, SharedBuffersMinMib, SharedBuffersMaxMib);

    /// <summary>What the machine has, or the container may have.</summary>
    private static long MemoryMib() => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1024 / 1024;

    private static string Quoted(string path) => path.Replace("'", "''", StringComparison.Ordinal);

    private string Settings(string socketFolder, bool durable) =>
        $"""
            # Written by Seatmate at every start. Settings of your own belong in postgres.conf in the data folder.
            listen_addresses = ''
            port = {Port}
            unix_socket_directories = '{Quoted(socketFolder)}'
            max_connections = 200
            shared_buffers = {SharedBuffersMib()}MB
            effective_cache_size = {MemoryMib() / 2}MB
            work_mem = 8MB
            maintenance_work_mem = 128MB
            random_page_cost = 1.1
            jit = off
            wal_compression = on
            max_wal_size = 1GB
            # Else every commit waits while a new file of the log is filled with 16 MB of zeros.
            wal_init_zero = off
            client_connection_check_interval = 10s
            timezone = 'UTC'
            lc_messages = 'C'
            log_timezone = 'UTC'
            log_line_prefix = '%m [%p] '
            log_checkpoints = off
            # Statements may hold what people have typed.
            log_min_error_statement = panic
            {(durable ? "" : NotDurable)}
            {(File.Exists(ownSettings) ? $"include '{Quoted(ownSettings)}'" : "")}

            """;

    private const string Access = $"""
        local all {Superuser} peer map=owner
        local all all scram-sha-256

        """;

    private static readonly string People = $"""
        owner root {Superuser}
        owner "{Environment.UserName}" {Superuser}

        """;

    // For tests only: their databases do not outlive the machine.
    private const string NotDurable = """
        fsync = off
        synchronous_commit = off
        full_page_writes = off
        checkpoint_timeout = 1h
        max_wal_size = 4GB
        """;
}
