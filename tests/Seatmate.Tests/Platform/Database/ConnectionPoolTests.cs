using Npgsql;
using Seatmate.Platform.Database;

namespace Seatmate.Tests.Platform.Database;

public sealed class ConnectionPoolTests
{
    private const int People = 80;
    private const int ConnectionsMax = 30;

    [Fact]
    public async Task A_crowd_waits_for_a_few_connections_and_everybody_is_answered()
    {
        await using var server = await TestServer.StartAsync();
        var crowd = await Cast.Crowd(People, server);
        await using var gate = await Gate.BeforeReading(server, "notifications.notes");

        var answers = Race.AtOnce(People, person => crowd[person].Get("/notifications/notes"));
        await gate.ShouldHaveWaiting(ConnectionsMax / 2);
        await Task.Delay(TimeSpan.FromSeconds(1));
        var connections = await server.Ask<long>(
            """
            SELECT count(*) FROM pg_stat_activity
            WHERE datname = current_database() AND query LIKE '%notifications.notes%' AND pid <> pg_backend_pid()
            """
        );
        await gate.Open();

        connections.ShouldBeLessThanOrEqualTo(ConnectionsMax);
        (await answers).ShouldAllBe(answer => answer.Status == 200);
    }

    [Theory]
    [InlineData("Host=db.example", ConnectionsMax)]
    [InlineData("Host=db.example;Maximum Pool Size=7", 7)]
    [InlineData("Host=db.example;MaxPoolSize=100", 100)]
    public void How_many_it_takes_at_most_may_be_said(string connection, int expected)
    {
        using var pool = ConnectionPool.Open(connection);

        new NpgsqlConnectionStringBuilder(pool.ConnectionString).MaxPoolSize.ShouldBe(expected);
    }

    [Fact]
    public async Task What_is_asked_again_and_again_is_prepared_and_stays_so()
    {
        await using var server = await TestServer.StartAsync();
        using var pool = ConnectionPool.Open($"{server.Connection};Maximum Pool Size=1");
        async Task<object?> Ask(string sql)
        {
            await using var command = pool.CreateCommand(sql);
            return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
        }

        for (var turn = 0; turn < 10; turn++)
            await Ask("SELECT count(*) FROM events.events");

        (
            await Ask("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%events.events%'")
        ).ShouldBe(1L);
    }

    [Fact]
    public async Task Who_asks_first_after_a_newer_version_changed_a_table_is_told_to_come_again()
    {
        await using var server = await TestServer.StartAsync();
        var ben = await Cast.Ben(server);
        await ben.Write();
        for (var turn = 0; turn < 100; turn++)
            (await ben.Get("/posts")).ShouldBe(200);

        await server.Execute("ALTER TABLE social.comments ADD COLUMN newer int");
        var answers = new List<Answer>();
        for (var turn = 0; turn < 100; turn++)
            answers.Add(await ben.Get("/posts"));

        answers.ShouldAllBe(answer => answer.Status == 200 || answer.Status == 503);
        answers.Count(answer => answer.Status == 503).ShouldBeInRange(1, ConnectionsMax);
        answers[^1].ShouldBe(200);
    }
}
