using System.Diagnostics;
using System.Globalization;
using Npgsql;
using Seatmate.Platform;
using Seatmate.Platform.Database;

namespace Seatmate.Tests.Platform.Database;

public sealed class EmbeddedPostgresTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("seatmate-postgres-");

    private string Data => Path.Combine(folder.FullName, "data");
    private string PidFile => Path.Combine(Data, "postgres", "postmaster.pid");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task Seatmate_owns_its_database_but_is_no_superuser()
    {
        await using var running = await Running.On(Data);

        (await running.Ask<string>("SELECT current_user || ' in ' || current_database()")).ShouldBe(
            "seatmate in seatmate"
        );
        (
            await running.Ask<bool>(
                "SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user"
            )
        ).ShouldBeFalse();
        await running.Ask<int>("CREATE TABLE things (id int); SELECT 1");
        await running.Ask<int>("CREATE EXTENSION pg_trgm; SELECT 1");
    }

    [Fact]
    public async Task Letters_of_every_script_can_be_searched()
    {
        await using var running = await Running.On(Data);
        await running.Ask<int>("CREATE EXTENSION pg_trgm; SELECT 1");

        (await running.Ask<float>("SELECT similarity('Кафе Zürich 東京', 'кафе zÜrich 東京')")).ShouldBe(1);
        (await running.Ask<int>("SELECT cardinality(show_trgm('Кафе'))")).ShouldBe(5);
    }

    [Fact]
    public async Task Only_tests_may_run_without_durability()
    {
        using var data = DataFolder.Claim(Data);
        await using var postgres = await EmbeddedPostgres.StartAsync(
            new(data),
            _ => { },
            CancellationToken.None
        );
        await using var source = NpgsqlDataSource.Create(postgres.ConnectionString);

        foreach (var setting in new[] { "fsync", "synchronous_commit", "full_page_writes" })
            (await Running.Ask<string>(source, $"SELECT current_setting('{setting}')")).ShouldBe(
                "on",
                setting
            );
    }

    [Fact]
    public async Task It_is_not_reachable_from_the_network()
    {
        await using var running = await Running.On(Data);

        (await running.Ask<string>("SELECT current_setting('listen_addresses')")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Whoever_may_read_the_secret_finds_the_running_one()
    {
        EmbeddedPostgres.ConnectionStringOfRunning(Data).ShouldBeNull();
        await using (var running = await Running.On(Data))
            EmbeddedPostgres.ConnectionStringOfRunning(Data).ShouldBe(running.Postgres.ConnectionString);
        EmbeddedPostgres.ConnectionStringOfRunning(Data).ShouldBeNull();
    }

    [Fact]
    public async Task A_number_that_belongs_to_another_program_by_now_is_neither_stopped_nor_in_the_way()
    {
        using var other = Process.Start("sleep", "60");
        await using (var killed = await Running.On(Data))
        {
            Process
                .GetProcessById(int.Parse(File.ReadLines(PidFile).First(), CultureInfo.InvariantCulture))
                .Kill();
            var lines = File.ReadAllLines(PidFile);
            lines[0] = other.Id.ToString();
            File.WriteAllLines(PidFile, lines);
        }

        await using (var running = await Running.On(Data))
            (await running.Ask<int>("SELECT 1")).ShouldBe(1);

        other.HasExited.ShouldBeFalse();
        other.Kill();
    }

    [Fact]
    public async Task A_creation_that_was_interrupted_is_begun_anew()
    {
        Directory.CreateDirectory(Path.Combine(Data, "postgres.new", "base"));

        await using var running = await Running.On(Data);

        Directory.Exists(Path.Combine(Data, "postgres.new")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_lost_password_is_replaced()
    {
        await using (var first = await Running.On(Data))
            await first.Ask<int>("CREATE TABLE things (id int); INSERT INTO things VALUES (7); SELECT 1");
        File.Delete(Path.Combine(Data, "secrets", "postgres-password"));

        await using var next = await Running.On(Data);

        (await next.Ask<int>("SELECT id FROM things")).ShouldBe(7);
    }

    [Fact]
    public async Task A_folder_whose_name_is_too_long_for_a_socket_works_too()
    {
        await using var running = await Running.On(
            Path.Combine(Data, new string('x', 100), "it's a data folder")
        );

        (await running.Ask<int>("SELECT 1")).ShouldBe(1);
    }

    [Fact]
    public async Task Settings_of_the_operator_win()
    {
        Directory.CreateDirectory(Data);
        await File.WriteAllTextAsync(Path.Combine(Data, "postgres.conf"), "work_mem = 9MB\n");

        await using var running = await Running.On(Data);

        (await running.Ask<string>("SELECT current_setting('work_mem')")).ShouldBe("9MB");
    }

    [Fact]
    public async Task Settings_that_cannot_be_read_are_refused_in_a_sentence()
    {
        Directory.CreateDirectory(Data);
        await File.WriteAllTextAsync(Path.Combine(Data, "postgres.conf"), "work_mem = plenty\n");

        (await Refusal()).ShouldContain("postgres.conf\" contains errors");
    }

    [Fact]
    public async Task A_database_of_another_version_is_refused_and_left_alone()
    {
        await using (await Running.On(Data)) { }
        await File.WriteAllTextAsync(Path.Combine(Data, "postgres", "PG_VERSION"), "11\n");

        (await Refusal()).ShouldContain("was made by PostgreSQL 11");
    }

    [Fact]
    public async Task Programs_that_are_too_old_are_refused()
    {
        var refusal = await Refusal(Programs(version: 14, initdb: "exit 1"));

        refusal.ShouldContain("are of PostgreSQL 14: Seatmate needs 15 or newer there");
    }

    [Theory]
    [InlineData(15, false)]
    [InlineData(16, false)]
    [InlineData(17, true)]
    public async Task Older_programs_are_asked_for_letters_as_they_know_them(int version, bool knowsBuiltin)
    {
        var asked = Path.Combine(folder.FullName, "asked");

        await Refusal(Programs(version, initdb: $"echo \"$@\" > '{asked}'; exit 1"));

        var arguments = await File.ReadAllTextAsync(asked, TestContext.Current.CancellationToken);
        arguments.ShouldContain("--locale=C --lc-ctype=");
        arguments.Contains("builtin").ShouldBe(knowsBuiltin);
    }

    /// <summary>Programs that say to be of some version.</summary>
    private string Programs(int version, string initdb)
    {
        var programs = folder.CreateSubdirectory("programs").FullName;
        Write("postgres", $"echo 'postgres (PostgreSQL) {version}.1'");
        Write("initdb", initdb);
        Write("pg_ctl", "exit 1");
        return programs;

        void Write(string name, string line)
        {
            var path = Path.Combine(programs, name);
            File.WriteAllText(path, $"#!/bin/sh\n{line}\n");
            File.SetUnixFileMode(path, File.GetUnixFileMode(path) | UnixFileMode.UserExecute);
        }
    }

    private async Task<string> Refusal(string? programs = null) =>
        (
            await Should.ThrowAsync<StartRefusedException>(async () =>
                await (await Running.On(Data, programs)).DisposeAsync()
            )
        ).Message;

    private sealed class Running(DataFolder data, EmbeddedPostgres postgres) : IAsyncDisposable
    {
        private readonly NpgsqlDataSource source = NpgsqlDataSource.Create(postgres.ConnectionString);

        public EmbeddedPostgres Postgres => postgres;

        public static async Task<Running> On(string path, string? programs = null)
        {
            var data = DataFolder.Claim(path);
            try
            {
                var options = new EmbeddedPostgresOptions(data) { Durable = false, Binaries = programs };
                return new(
                    data,
                    await EmbeddedPostgres.StartAsync(options, _ => { }, CancellationToken.None)
                );
            }
            catch
            {
                data.Dispose();
                throw;
            }
        }

        public static async Task<T> Ask<T>(NpgsqlDataSource source, string sql)
        {
            await using var command = source.CreateCommand(sql);
            return (T)(await command.ExecuteScalarAsync())!;
        }

        public Task<T> Ask<T>(string sql) => Ask<T>(source, sql);

        public async ValueTask DisposeAsync()
        {
            await source.DisposeAsync();
            await postgres.DisposeAsync();
            data.Dispose();
        }
    }
}
