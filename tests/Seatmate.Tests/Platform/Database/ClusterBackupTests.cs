using Npgsql;
using Seatmate.Platform;
using Seatmate.Platform.Database;

namespace Seatmate.Tests.Platform.Database;

/// <summary>With a session of a real PostgreSQL, and files of the test's own in the place of its cluster's.</summary>
public sealed class ClusterBackupTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("seatmate-cluster-");

    private string Cluster => Path.Combine(folder.FullName, "cluster");
    private string Log => Path.Combine(Cluster, "pg_wal");
    private string Target => Path.Combine(folder.FullName, "target");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task A_part_of_the_log_that_is_gone_fails_it_in_words()
    {
        using var data = DataFolder.Claim(Path.Combine(folder.FullName, "data"));
        await using var postgres = await Start(data);
        await using var session = await EmbeddedPostgres.OpenForItsOwner(postgres.ConnectionString, default);
        Directory.CreateDirectory(Log);

        var failed = await Should.ThrowAsync<IOException>(() => BackUp(session));

        failed.Message.ShouldStartWith(
            "PostgreSQL has removed a part of its log that the copy needs (pg_wal/0000"
        );
        failed.Message.ShouldContain("max_slot_wal_keep_size");
    }

    [Fact]
    public async Task A_session_that_breaks_while_the_last_of_the_log_is_copied_fails_it()
    {
        using var data = DataFolder.Claim(Path.Combine(folder.FullName, "data"));
        await using var postgres = await Start(data);
        await using var session = await EmbeddedPostgres.OpenForItsOwner(postgres.ConnectionString, default);
        await using var other = await EmbeddedPostgres.OpenForItsOwner(postgres.ConnectionString, default);
        var pipe = await PipeInPlaceOfTheLog(other);

        var backup = BackUp(session);
        // Opens when the copy begins to read, which goes on until it is closed.
        await using (await Task.Run(() => new FileStream(pipe, Writing)))
        {
            await using var end = new NpgsqlCommand("SELECT pg_terminate_backend($1, 10000)", other)
            {
                Parameters = { new() { Value = session.ProcessID } },
            };
            (await end.ExecuteScalarAsync()).ShouldBe(true);
        }

        await Should.ThrowAsync<NpgsqlException>(() => backup);
    }

    private static FileStreamOptions Writing =>
        new()
        {
            Mode = FileMode.Open,
            Access = FileAccess.Write,
            Share = FileShare.ReadWrite,
        };

    private static Task<EmbeddedPostgres> Start(DataFolder data) =>
        EmbeddedPostgres.StartAsync(new(data), _ => { }, CancellationToken.None);

    private Task BackUp(NpgsqlConnection session) =>
        new ClusterBackup(Cluster, new FolderCopy(_ => { }), _ => { }).Make(session, Target, default);

    /// <summary>Whichever part of the log the backup begins in.</summary>
    private async Task<string> PipeInPlaceOfTheLog(NpgsqlConnection session)
    {
        Directory.CreateDirectory(Log);
        var pipe = Path.Combine(folder.FullName, "pipe");
        using var made = System.Diagnostics.Process.Start("mkfifo", [pipe]);
        await made.WaitForExitAsync();
        await using var command = new NpgsqlCommand(
            """
            SELECT array_agg(pg_walfile_name(pg_current_wal_lsn() + n * 16 * 1024 * 1024::numeric))
            FROM generate_series(0, 3) n
            """,
            session
        );
        foreach (var name in (string[])(await command.ExecuteScalarAsync())!)
            File.CreateSymbolicLink(Path.Combine(Log, name), pipe);
        return pipe;
    }
}
