using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Seatmate.Platform.Http;
using Seatmate.Platform.Jobs;
using Seatmate.Platform.Outbox;

namespace Seatmate.Tests.Platform.Jobs;

public sealed class ProveInvariantsTests(OwnServer own) : IClassFixture<OwnServer>
{
    private const string Invariant =
        "what a stock says is taken is the sum of its claims and of what vouchers keep of it, and a pool's that of its sections";

    private TestServer Server => own.Server;

    [Fact]
    public async Task What_is_violated_raises_an_alarm_until_it_is_mended()
    {
        using var meter = new Alarms(Server);
        var evening = await Evening.New(Server);
        await (await Cast.Ben(Server)).Book(evening, 2);
        await Round();
        Server.Errors.Lines.ShouldBeEmpty();
        meter.Heard.ShouldBeEmpty();
        await ShouldSay("ready");

        await Server.Execute("UPDATE ticketing.stocks SET taken = taken + 1 WHERE kind = 'section'");
        await Round();

        Server.Errors.Lines[0].ShouldStartWith($"ALARM: it does not hold that {Invariant}: stock ");
        Server.Errors.Lines[0].ShouldContain("says 3 taken, its claims and what takes of it say 2");
        Server.Errors.Lines[1].ShouldStartWith("Job ProveInvariants failed");
        meter.Heard.ShouldBe([Invariant]);
        await ShouldSay(Health.Degraded);

        await Server.Execute("UPDATE ticketing.stocks SET taken = taken - 1 WHERE kind = 'section'");
        await Round();
        Server.Errors.Lines.Count.ShouldBe(2);
        await ShouldSay("ready");
    }

    [Fact]
    public async Task It_waits_while_buyers_rush_in()
    {
        await using var scope = Server.Services.CreateAsyncScope();
        var job = scope.ServiceProvider.GetRequiredService<ProveInvariants>();
        var buyers = Server.RushInto(TimeSpan.FromSeconds(2));

        var round = job.Run(TestContext.Current.CancellationToken);

        (await Task.WhenAny(round, buyers)).ShouldBe(buyers);
        await round;
    }

    [Fact]
    public async Task A_statement_under_way_is_given_up_when_buyers_rush_in()
    {
        await using var server = await TestServer.StartAsync(add: services =>
            services.AddSingleton(
                new Seatmate.Platform.Invariant("waiting", "SELECT '' WHERE pg_sleep(60) IS NULL")
            )
        );
        await IsAsleep(server, 1);

        await server.RushInto(TimeSpan.FromSeconds(2));

        await IsAsleep(server, 0);
        await IsAsleep(server, 1);
    }

    [Fact]
    public async Task A_round_that_is_under_way_is_not_joined_by_another()
    {
        await using var other = new Npgsql.NpgsqlConnection(Server.Connection);
        await other.OpenAsync(TestContext.Current.CancellationToken);
        await using var transaction = await other.BeginTransactionAsync(
            TestContext.Current.CancellationToken
        );
        await using var command = new Npgsql.NpgsqlCommand(
            "SELECT pg_advisory_xact_lock(hashtext('ProveInvariants'))",
            other
        );
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        Server.Services.GetRequiredService<Rush>().Felt(1000);
        await using var scope = Server.Services.CreateAsyncScope();
        var job = scope.ServiceProvider.GetRequiredService<ProveInvariants>();

        await job.Run(TestContext.Current.CancellationToken)
            .WaitAsync(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);

        job.HasRun.ShouldBeFalse();
    }

    private static Task IsAsleep(TestServer server, int sessions) =>
        Eventually.ShouldBeTrue(
            async () =>
                await server.Ask<long>(
                    """
                    SELECT count(*) FROM pg_stat_activity WHERE application_name = 'seatmate doctor'
                        AND datname = current_database() AND wait_event = 'PgSleep'
                    """
                ) == sessions,
            $"{sessions} examinations are under way"
        );

    private async Task Round()
    {
        await Server.Execute(
            "UPDATE platform.jobs SET due_at = now(), finished_at = NULL WHERE name = 'ProveInvariants'"
        );
        await Eventually.ShouldBeTrue(
            async () =>
                await Server.Ask<bool>(
                    "SELECT EXISTS (SELECT FROM platform.jobs WHERE name = 'ProveInvariants' AND finished_at >= started_at)"
                ),
            "the round is over"
        );
    }

    private async Task ShouldSay(string message) =>
        (await Server.Anyone.Get("/health/ready")).ShouldBe(200).Text("message").ShouldBe(message);

    /// <summary>The invariants that the metric of this server was counted up for.</summary>
    private sealed class Alarms : IDisposable
    {
        private readonly MeterListener listener = new();

        public Alarms(TestServer server)
        {
            var meters = server.Services.GetRequiredService<IMeterFactory>();
            listener.InstrumentPublished = (instrument, listening) =>
            {
                if (instrument.Name == ProveInvariants.Violated && instrument.Meter.Scope == meters)
                    listening.EnableMeasurementEvents(instrument);
            };
            listener.SetMeasurementEventCallback<int>(
                (_, _, tags, _) => Heard.Enqueue((string)tags[0].Value!)
            );
            listener.Start();
        }

        public ConcurrentQueue<string> Heard { get; } = new();

        public void Dispose() => listener.Dispose();
    }
}
