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
}
