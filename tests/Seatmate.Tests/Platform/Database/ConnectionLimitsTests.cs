using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Seatmate.Platform.Database;

namespace Seatmate.Tests.Platform.Database;

public sealed class ConnectionLimitsTests
{
    [Theory]
    [InlineData(47, null, null)]
    [InlineData(97, null, null)]
    [InlineData(97, 47, 47)]
    public void What_is_enough_is_nothing_to_warn_of(int server, int? role, int? database) =>
        new ConnectionLimits(server, role, database).WarningFor(47).ShouldBeNull();

    [Theory]
    [InlineData(46, null, null, 46, "max_connections without those reserved")]
    [InlineData(97, 20, null, 20, "CONNECTION LIMIT of its role")]
    [InlineData(97, 46, 10, 10, "CONNECTION LIMIT of the database")]
    public void The_smallest_of_the_limits_is_named(
        int server,
        int? role,
        int? database,
        int most,
        string limit
    )
    {
        var warning = new ConnectionLimits(server, role, database).WarningFor(47);

        warning.ShouldBe(
            $"WARNING: this process takes up to 47 connections, and the database gives {most} ({limit}): "
                + "let it give 47 for each process, or take fewer by 'Maximum Pool Size' in DATABASE_URL"
        );
    }

    [Fact]
    public async Task A_process_takes_what_the_documents_say()
    {
        await using var server = await TestServer.StartAsync();

        var uses = server.Services.GetServices<ConnectionUse>();

        uses.Sum(use => use.Most).ShouldBe(30 + 16 + 1);
    }

    [Fact]
    public async Task A_start_warns_of_a_database_that_gives_too_few_and_serves()
    {
        await using var server = await TestServer.StartAsync();
        var name = new NpgsqlConnectionStringBuilder(server.Connection).Database;
        await server.Execute($"ALTER DATABASE {name} CONNECTION LIMIT 40");
        var folder = Directory.CreateTempSubdirectory("seatmate-limits-");
        try
        {
            await using var seatmate = SeatmateProcess.Serve(
                Path.Combine(folder.FullName, "data"),
                settings:
                [
                    ("DATABASE_URL", server.Connection),
                    ("JWT_SECRET_KEY", TestServer.JwtSecret),
                    ("DEMO", "off"),
                ]
            );
            await seatmate.Ready();

            seatmate.Output.ShouldContain(
                "takes up to 47 connections, and the database gives 40 (CONNECTION LIMIT of the database)"
            );
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
