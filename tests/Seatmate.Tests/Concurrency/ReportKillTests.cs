using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Seatmate.Notifications.Reports;

namespace Seatmate.Tests.Concurrency;

/// <summary>The program that sends the reports of a month, killed in the middle of a batch of them.</summary>
public sealed class ReportKillTests : IDisposable
{
    private const int People = 700;

    private const string Sending = """
        SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = database
        WHERE relation = 'notifications.report_runs'::regclass AND datname = current_database() AND pid <> pg_backend_pid()
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly string data = Directory.CreateTempSubdirectory("seatmate-reports-").FullName;

    public void Dispose() => Directory.Delete(data, recursive: true);

    [Fact]
    public async Task After_a_restart_everybody_has_exactly_one_report()
    {
        await using var writer = await TestServer.StartAsync(add: JobIsOff);
        var crowd = await Cast.Crowd(People, writer);
        await Begin(writer, crowd);
        await using (var barrier = await Barrier.At(writer, crowd[People / 2]))
        {
            await using var killed = await Serve(writer).Ready();
            await Eventually.ShouldBeTrue(
                () => barrier.HasSomebodyWaiting(),
                "the program is in the middle of a batch",
                Patience
            );
            killed.Signal("KILL");
            await killed.Exit();
        }
        await Eventually.ShouldBeTrue(
            async () => await writer.Ask<long>(Sending) == 0,
            "the database has noticed that the program is gone",
            Patience
        );
        (await Mails(writer)).ShouldBeInRange(1, People - 1, "it was killed in the middle");
        await writer.Execute(
            "UPDATE platform.jobs SET due_at = now() WHERE name = $1",
            nameof(SendMonthlyReports)
        );

        await using var next = await Serve(writer).Ready();

        await Eventually.ShouldBeTrue(
            () => writer.Ask<bool>("SELECT bool_and(finished_at IS NOT NULL) FROM notifications.report_runs"),
            "all runs are finished",
            Patience
        );
        (await Mails(writer)).ShouldBe(People);
        (
            await writer.Ask<long>(
                "SELECT count(DISTINCT user_id) FROM notifications.mails WHERE kind = 'monthly-report'"
            )
        ).ShouldBe(People);
        (await writer.Ask<long>("SELECT count(*) FROM notifications.reports")).ShouldBe(People);
        (await writer.Ask<long>("SELECT sum(written)::bigint FROM notifications.report_runs")).ShouldBe(
            People
        );
    }

    /// <summary>Everybody wrote something in a month whose report is begun.</summary>
    private static async Task Begin(TestServer server, Person[] crowd)
    {
        await server.Execute(
            """
            INSERT INTO social.posts (author_id, title, content, created_at)
            SELECT id, 'Who walks too?', 'Far.', '2025-10-10T12:00:00Z' FROM unnest($1) AS id
            """,
            crowd.Select(person => person.Id).ToArray()
        );
        await server.Execute(
            """
            INSERT INTO notifications.report_runs (kind, period, time_zone, people_total)
            SELECT 'monthly', '2025-10-01', time_zone, count(*) FROM accounts.users GROUP BY time_zone
            """
        );
    }

    private SeatmateProcess Serve(TestServer writer) =>
        SeatmateProcess.Serve(
            data,
            null,
            ("DATABASE_URL", writer.Connection),
            ("JWT_SECRET_KEY", TestServer.JwtSecret)
        );

    private static Task<long> Mails(TestServer server) =>
        server.Ask<long>("SELECT count(*) FROM notifications.mails WHERE kind = 'monthly-report'");

    /// <summary>The server that writes leaves the reports to the program.</summary>
    private static void JobIsOff(IServiceCollection services) => services.WithoutJob<SendMonthlyReports>();

    /// <summary>Has written the mail of one person, and neither says so nor takes it back: who wants to write it too
    /// waits.</summary>
    private sealed class Barrier(
        TestServer server,
        NpgsqlConnection connection,
        NpgsqlTransaction transaction
    ) : IAsyncDisposable
    {
        public static async Task<Barrier> At(TestServer server, Person person)
        {
            var session = new NpgsqlConnection(server.Connection);
            await session.OpenAsync();
            var held = await session.BeginTransactionAsync();
            await using var write = new NpgsqlCommand(
                """
                INSERT INTO notifications.mails (message_id, kind, to_name, to_address, subject, body)
                VALUES (format('monthly-report.%s.2025-10@seatmate', $1), 'monthly-report', 'x', 'x', 'x', 'x')
                """,
                session
            )
            {
                Parameters = { new() { Value = person.Id } },
            };
            await write.ExecuteNonQueryAsync();
            return new(server, session, held);
        }

        public Task<bool> HasSomebodyWaiting() =>
            server.Ask<bool>(
                """
                SELECT count(*) > 0 FROM pg_stat_activity
                WHERE datname = current_database() AND wait_event_type = 'Lock' AND wait_event = 'transactionid'
                """
            );

        public async ValueTask DisposeAsync()
        {
            await transaction.DisposeAsync();
            await connection.DisposeAsync();
        }
    }
}
