using System.Net;
using System.Text.RegularExpressions;
using Npgsql;
using NpgsqlTypes;
using Seatmate.Platform.Database;

namespace Seatmate.Tests.Platform.Commands;

/// <summary>Backups by the real program, of a data folder in use and of one at rest; and the server that starts on
/// them.</summary>
public sealed partial class BackUpTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("seatmate-backup-");

    private string Data => Path.Combine(folder.FullName, "data");
    private string Copy => Path.Combine(folder.FullName, "copy");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task A_backup_of_a_busy_server_is_one_moment_with_all_that_was_answered_before_its_files_were_copied()
    {
        await using var seatmate = await SeatmateProcess
            .Serve(Data, settings: ("RATE_LIMITS", "off"))
            .Ready();
        await using var source = NpgsqlDataSource.Create(EmbeddedPostgres.ConnectionStringOfRunning(Data)!);
        await Execute(
            source,
            "CREATE TABLE churn AS SELECT n, 0 AS round, repeat('x', 900) AS filler FROM generate_series(1, 20000) n"
        );
        using var enough = new CancellationTokenSource();
        var registering = Register(seatmate, source, enough.Token);
        var churning = Churn(source, enough.Token);

        var (exit, output, errors) = await BackUp();

        await enough.CancelAsync();
        var answered = await registering;
        await churning;
        exit.ShouldBe(0, errors);
        output.ShouldContain($"Backed up to {Copy}: ");
        output.ShouldEndWith($"serve --data {Copy}");
        await using var restored = await SeatmateProcess.Serve(Copy).Ready();
        var (sound, findings, _) = await Run("doctor", "--data", Copy);
        sound.ShouldBe(0, findings);
        await using var target = NpgsqlDataSource.Create(EmbeddedPostgres.ConnectionStringOfRunning(Copy)!);
        var end = EndOfBackup();
        var there = await Ask<string[]>(target, "SELECT array_agg(email) FROM accounts.users");
        var before = answered.Where(one => one.Position <= end).Select(one => one.Email).ToList();
        before.Count.ShouldBeGreaterThan(0);
        before.Count.ShouldBeLessThan(answered.Count);
        before.Except(there).ShouldBeEmpty();
        (await Ask<long>(target, "SELECT count(DISTINCT round) FROM churn")).ShouldBe(1);
        (await Ask<long>(target, "SELECT count(*) FROM churn")).ShouldBe(20000);
    }

    [Fact]
    public async Task A_backup_at_rest_is_a_data_folder_with_the_same_secrets_rights_and_settings()
    {
        Directory.CreateDirectory(Data);
        await File.WriteAllTextAsync(Path.Combine(Data, "postgres.conf"), "work_mem = 9MB\n");
        var ben = new
        {
            name = "Ben Okafor",
            user_name = "ben",
            email = "ben@example.org",
            password = Cast.Password,
        };
        await using (var seatmate = await SeatmateProcess.Serve(Data).Ready())
            (await seatmate.Post("/auth/register", ben)).StatusCode.ShouldBe(HttpStatusCode.Created);

        (await BackUp()).Exit.ShouldBe(0);

        File.Exists(Path.Combine(Data, "postgres", "postmaster.pid")).ShouldBeFalse();
        Rights(Copy).ShouldBe(Rights(Data), ignoreOrder: true);
        await using var restored = await SeatmateProcess.Serve(Copy).Ready();
        await using var source = NpgsqlDataSource.Create(EmbeddedPostgres.ConnectionStringOfRunning(Copy)!);
        (await Ask<string>(source, "SELECT current_setting('work_mem')")).ShouldBe("9MB");
        var login = await restored.Post("/auth/login", new { ben.email, ben.password });
        login.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Of_two_backups_to_one_place_at_once_one_is_made_and_whole()
    {
        await using var seatmate = await SeatmateProcess.Serve(Data).Ready();

        var both = await Task.WhenAll(BackUp(), BackUp());

        both.Select(one => one.Exit).Order().ShouldBe([0, 1]);
        both.Single(one => one.Exit == 1)
            .Errors.ShouldBe(
                $"There is already {Copy}.part, of a backup that is being made or was killed: "
                    + "wait for it, or delete that folder."
            );
        folder.GetFileSystemInfos().Select(entry => entry.Name).ShouldBe(["copy", "data"], ignoreOrder: true);
        await using var restored = await SeatmateProcess.Serve(Copy).Ready();
        var (sound, findings, _) = await Run("doctor", "--data", Copy);
        sound.ShouldBe(0, findings);
    }

    private Task<(int Exit, string Output, string Errors)> BackUp() =>
        Run("backup", "--data", Data, "--to", Copy);

    private Task<(int Exit, string Output, string Errors)> Run(params string[] command) =>
        SeatmateCommand.Run(folder.FullName, [], command);

    /// <summary>Who was answered that they have an account, and a place in the log that is behind it.</summary>
    private static async Task<List<(string Email, NpgsqlLogSequenceNumber Position)>> Register(
        SeatmateProcess seatmate,
        NpgsqlDataSource source,
        CancellationToken enough
    )
    {
        var answered = new List<(string, NpgsqlLogSequenceNumber)>();
        for (var n = 0; !enough.IsCancellationRequested; n++)
        {
            var email = $"guest{n}@example.org";
            var guest = new
            {
                name = "Gil Guest",
                user_name = $"guest{n}",
                email,
                password = Cast.Password,
            };
            (await seatmate.Post("/auth/register", guest)).StatusCode.ShouldBe(HttpStatusCode.Created);
            var position = await Ask<NpgsqlLogSequenceNumber>(source, "SELECT pg_current_wal_flush_lsn()");
            answered.Add((email, position));
        }
        return answered;
    }

    /// <summary>Changes every page in one transaction, again and again, with checkpoints between: files that are copied
    /// meanwhile are of several moments.</summary>
    private static async Task Churn(NpgsqlDataSource source, CancellationToken enough)
    {
        while (!enough.IsCancellationRequested)
        {
            await Execute(source, "UPDATE churn SET round = round + 1");
            await Execute(source, "VACUUM churn");
            await Execute(source, "CHECKPOINT");
        }
    }

    /// <summary>What PostgreSQL said when it started on the copy.</summary>
    private NpgsqlLogSequenceNumber EndOfBackup() =>
        NpgsqlLogSequenceNumber.Parse(
            EndPosition()
                .Match(File.ReadAllText(Path.Combine(Copy, "postgres.log")))
                .Groups["position"]
                .ValueSpan
        );

    /// <summary>Of what a data folder has at rest and a backup of it has too.</summary>
    private static List<(string, UnixFileMode, string)> Rights(string data) =>
        [
            .. new[]
            {
                "",
                "secrets",
                "secrets/jwt-key",
                "secrets/postgres-password",
                "postgres",
                "postgres/base",
            }
                .Concat(["postgres/PG_VERSION", "postgres/pg_wal", "postgres.conf"])
                .Select(name =>
                    (name, File.GetUnixFileMode(Path.Combine(data, name)), OwnerOf(Path.Combine(data, name)))
                ),
        ];

    private static string OwnerOf(string path)
    {
        using var stat = System.Diagnostics.Process.Start(
            new System.Diagnostics.ProcessStartInfo("ls", ["-ldn", path])
            {
                RedirectStandardOutput = true,
                UseShellExecute = false,
            }
        )!;
        var words = stat.StandardOutput.ReadToEnd().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return $"{words[2]}:{words[3]}";
    }

    private static async Task<T> Ask<T>(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    private static async Task Execute(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    [GeneratedRegex(
        @"completed backup recovery .* end LSN (?<position>[0-9A-F]+/[0-9A-F]+)",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex EndPosition();
}
