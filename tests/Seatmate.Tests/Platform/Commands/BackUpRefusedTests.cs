namespace Seatmate.Tests.Platform.Commands;

/// <summary>What is refused leaves nothing behind, and what was there as it was.</summary>
public sealed class BackUpRefusedTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("seatmate-backup-");

    private string Data => Path.Combine(folder.FullName, "data");
    private string Copy => Path.Combine(folder.FullName, "copy");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task A_backup_that_fails_leaves_nothing_and_the_next_one_works()
    {
        await using (await SeatmateProcess.Serve(Data).Ready()) { }
        var link = Path.Combine(Data, "postgres", "base", "elsewhere");
        Directory.CreateSymbolicLink(link, folder.FullName);

        (await Refusal("backup", "--data", Data, "--to", Copy)).ShouldBe(
            $"There is no backup: {link} leads out of the folder, which a backup does not follow."
        );

        folder.GetFileSystemInfos().Select(entry => entry.Name).ShouldBe(["data"]);
        File.Delete(link);
        (
            await SeatmateCommand.Run(folder.FullName, [], "backup", "--data", Data, "--to", Copy)
        ).Exit.ShouldBe(0);
    }

    [Fact]
    public async Task A_database_that_logs_too_little_is_refused()
    {
        Directory.CreateDirectory(Data);
        await File.WriteAllTextAsync(
            Path.Combine(Data, "postgres.conf"),
            "wal_level = minimal\nmax_wal_senders = 0\n"
        );
        await using (await SeatmateProcess.Serve(Data).Ready()) { }

        (await Refusal("backup", "--data", Data, "--to", Copy)).ShouldContain("wal_level");

        Directory.Exists(Copy).ShouldBeFalse();
    }

    [Fact]
    public async Task What_is_there_is_left_alone()
    {
        Directory.CreateDirectory(Copy);

        (await Refusal("backup", "--data", Data, "--to", Copy)).ShouldBe(
            $"There is already {Copy}: a backup goes into a new folder."
        );

        Directory.Move(Copy, Copy + ".part");
        (await Refusal("backup", "--data", Data, "--to", Copy)).ShouldStartWith(
            $"There is already {Copy}.part, of a backup that is being made or was killed"
        );
    }

    [Theory]
    [InlineData("data/postgres/copy", "is in the data folder")]
    [InlineData("missing/copy", "There is no folder")]
    [InlineData(" ", "--to must name")]
    public async Task A_backup_goes_into_a_folder_that_is_there_beside_the_data(string to, string sentence)
    {
        Directory.CreateDirectory(Path.Combine(Data, "postgres"));

        (await Refusal("backup", "--data", Data, "--to", to)).ShouldContain(sentence);
    }

    [Fact]
    public async Task Another_PostgreSQL_has_tools_of_its_own() =>
        (
            await SeatmateCommand.Refusal(
                folder.FullName,
                [("DATABASE_URL", "postgres://nobody@127.0.0.1:1/seatmate")],
                "backup",
                "--to",
                Copy
            )
        ).ShouldBe(
            "The database is that of DATABASE_URL: back it up with PostgreSQL's own tools (pg_dump, pg_basebackup)."
        );

    private Task<string> Refusal(params string[] command) =>
        SeatmateCommand.Refusal(folder.FullName, [], command);
}
