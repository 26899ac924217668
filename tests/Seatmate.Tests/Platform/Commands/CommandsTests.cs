using Npgsql;

namespace Seatmate.Tests.Platform.Commands;

/// <summary>The commands in processes of their own: what cannot be done is said in one sentence, and nothing is made
/// by who only asks.</summary>
public sealed class CommandsTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("seatmate-commands-");

    private string Data => Path.Combine(folder.FullName, "data");

    public void Dispose() => folder.Delete(recursive: true);

    [Theory]
    [InlineData("doctor")]
    [InlineData("migrate")]
    [InlineData("seed")]
    [InlineData("tickets-sold", "9")]
    [InlineData("admin", "create", "--email", "alma@example.org")]
    [InlineData("admin", "recover", "--email", "alma@example.org")]
    public async Task A_database_that_does_not_answer_is_said_to_be_silent(params string[] command) =>
        (await Refusal("postgres://nobody@127.0.0.1:1/seatmate", command)).ShouldStartWith(
            "The database of DATABASE_URL does not answer: "
        );

    [Theory]
    [InlineData("doctor")]
    [InlineData("backup", "--to", "copy")]
    [InlineData("tickets-sold", "9")]
    [InlineData("admin", "create", "--email", "alma@example.org")]
    [InlineData("admin", "recover", "--email", "alma@example.org")]
    public async Task Who_only_asks_makes_no_database(params string[] command)
    {
        (await Refusal(null, [.. command, "--data", Data])).ShouldStartWith(
            $"There is no database in {Data}"
        );

        Directory.Exists(Data).ShouldBeFalse();
    }

    [Theory]
    [InlineData(
        "LATIN1",
        "The database has the encoding LATIN1, but Seatmate needs UTF8: make one with ENCODING 'UTF8'."
    )]
    [InlineData(
        "UTF8",
        "The database's locale knows no letters but A to Z: make one with LOCALE 'C.UTF-8' TEMPLATE template0."
    )]
    public async Task A_database_that_does_not_know_every_letter_is_refused(string encoding, string sentence)
    {
        var database = await TestPostgres.CreateDatabase();
        var narrow = new NpgsqlConnectionStringBuilder(database);
        narrow.Database += "_narrow";
        await using (var source = NpgsqlDataSource.Create(database))
        await using (
            var make = source.CreateCommand(
                $"CREATE DATABASE {narrow.Database} ENCODING '{encoding}' LOCALE 'C' LOCALE_PROVIDER libc TEMPLATE template0"
            )
        )
            await make.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

        (await Refusal(narrow.ConnectionString, "migrate")).ShouldBe(sentence);

        await TestPostgres.DropDatabase(narrow.ConnectionString);
        await TestPostgres.DropDatabase(database);
    }

    [Fact]
    public async Task An_older_database_is_said_to_be_older()
    {
        await using var server = await TestServer.StartAsync();
        await server.Execute("DELETE FROM public.seatmate_migrations WHERE name = '0085_expected_stocks'");

        (await Refusal(server.Connection, "doctor")).ShouldStartWith(
            "The database is older than this program: it lacks migration 0085_expected_stocks"
        );
    }

    [Theory]
    [InlineData("--port", "99999", "PORT must be a whole number from 0 to 65535, not '99999'.")]
    [InlineData("--port", "-5", "PORT must be a whole number from 0 to 65535, not '-5'.")]
    [InlineData("--port", "http", "PORT must be a whole number from 0 to 65535, not 'http'.")]
    public async Task An_option_is_refused_as_its_setting_is(string option, string value, string sentence) =>
        (await Refusal(null, "serve", option, value, "--data", Data)).ShouldBe(sentence);

    [Fact]
    public async Task An_option_goes_before_the_environment_and_an_empty_one_is_none() =>
        (
            await Refusal(
                null,
                [("PORT", "nonsense"), ("DATA", "/proc/x")],
                "serve",
                "--port",
                "0",
                "--data",
                ""
            )
        ).ShouldStartWith("Seatmate cannot use /proc/x as its data folder");

    [Theory]
    [InlineData("x")]
    [InlineData(" ")]
    [InlineData("Alma\u0001Castelli")]
    public async Task An_admin_has_a_name_that_people_have(string name) =>
        (
            await Refusal(
                TestServer.Shared.Connection,
                "admin",
                "create",
                "--email",
                "alma@example.org",
                "--name",
                name
            )
        ).ShouldStartWith($"'{name}' is no name of a person: ");

    private Task<string> Refusal(string? database, params string[] command) => Refusal(database, [], command);

    private Task<string> Refusal(
        string? database,
        (string Name, string Value)[] settings,
        params string[] command
    ) => SeatmateCommand.Refusal(folder.FullName, [("DATABASE_URL", database ?? ""), .. settings], command);
}
