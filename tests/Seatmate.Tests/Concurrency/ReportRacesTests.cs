using Microsoft.Extensions.DependencyInjection;
using Seatmate.Notifications.Reports;

namespace Seatmate.Tests.Concurrency;

/// <summary>Two servers on one database send the reports of a month at the same moment. The race is run again without
/// its guards, and must go wrong there.</summary>
public sealed class ReportRacesTests : IAsyncLifetime
{
    private const int People = 40;

    /// <summary>Runs that everybody reads, and nobody can lock.</summary>
    private const string NoLock = """
        ALTER TABLE notifications.report_runs RENAME TO runs;
        CREATE FUNCTION notifications.all_runs() RETURNS SETOF notifications.runs LANGUAGE sql VOLATILE
            AS 'SELECT * FROM notifications.runs';
        CREATE VIEW notifications.report_runs AS SELECT * FROM notifications.all_runs();
        CREATE FUNCTION notifications.change_run() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            UPDATE notifications.runs SET people_done = NEW.people_done, written = NEW.written,
                last_user_id = NEW.last_user_id, finished_at = NEW.finished_at
            WHERE (kind, period, time_zone) = (OLD.kind, OLD.period, OLD.time_zone);
            RETURN NEW;
        END $$;
        CREATE TRIGGER report_runs_change INSTEAD OF UPDATE ON notifications.report_runs
            FOR EACH ROW EXECUTE FUNCTION notifications.change_run()
        """;

    /// <summary>Keys of the same names that let everything pass.</summary>
    private const string NoKeys = """
        ALTER TABLE notifications.reports DROP CONSTRAINT reports_once, ADD COLUMN copy uuid DEFAULT gen_random_uuid();
        ALTER TABLE notifications.reports ADD CONSTRAINT reports_once UNIQUE (user_id, kind, period, copy);
        ALTER TABLE notifications.mails DROP CONSTRAINT mails_message_id_once;
        ALTER TABLE notifications.mails ADD CONSTRAINT mails_message_id_once UNIQUE (message_id, id)
        """;

    private readonly FixedClock clock = new(TimeProvider.System.GetUtcNow());

    private TestServer Server { get; set; } = null!;
    private TestServer Second { get; set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Server = await TestServer.StartAsync(add: services => services.AddSingleton<TimeProvider>(clock));
        Second = await Server.StartBesideAsync(add: services => services.AddSingleton<TimeProvider>(clock));
        await Server.ShouldHaveRun(nameof(SendMonthlyReports));
        var crowd = await Cast.Crowd(People, Server);
        await Server.Execute(
            """
            INSERT INTO social.posts (author_id, title, content, created_at)
            SELECT id, 'Who walks too?', 'Far.', '2031-10-10T12:00:00Z' FROM unnest($1) AS id
            """,
            crowd.Select(person => person.Id).ToArray()
        );
        await Server.Execute(
            """
            INSERT INTO notifications.report_runs (kind, period, time_zone, people_total)
            SELECT 'monthly', '2031-10-01', time_zone, count(*) FROM accounts.users GROUP BY time_zone
            """
        );
        clock.Now = DateTimeOffset.Parse("2031-11-01T08:30:00Z");
    }

    public async ValueTask DisposeAsync()
    {
        await Second.DisposeAsync();
        await Server.DisposeAsync();
    }

    [Fact]
    public async Task Everybody_gets_one()
    {
        await SendAtBoth(waiting: 1);

        (await MailsAndPeople()).ShouldBe($"{People} mails to {People} people");
    }

    [Fact]
    public async Task Without_the_lock_the_keys_still_let_nobody_get_two()
    {
        await Server.Execute(NoLock);

        await SendAtBoth(waiting: 2);

        (await MailsAndPeople()).ShouldBe($"{People} mails to {People} people");
    }

    [Fact]
    public async Task Without_the_keys_the_lock_still_lets_nobody_get_two()
    {
        await Server.Execute(NoKeys);

        await SendAtBoth(waiting: 1);

        (await MailsAndPeople()).ShouldBe($"{People} mails to {People} people");
    }

    [Fact]
    public async Task Without_the_lock_and_the_keys_everybody_gets_two()
    {
        await Server.Execute(NoLock);
        await Server.Execute(NoKeys);

        await SendAtBoth(waiting: 2);

        var sent = await MailsAndPeople();
        sent.ShouldBe($"{2 * People} mails to {People} people");
        Control.FailedAsExpected("the lock of a run, reports_once and mails_message_id_once", sent);
    }

    /// <summary>So many of the two have read whom to write to, and wait to write.</summary>
    private Task SendAtBoth(int waiting) =>
        Race.AtOnceBefore(
            Server,
            "notifications.reports",
            waiting,
            2,
            number => Send(number == 0 ? Server : Second)
        );

    private static async Task<bool> Send(TestServer server)
    {
        await using var scope = server.Services.CreateAsyncScope();
        await scope
            .ServiceProvider.GetRequiredService<SendMonthlyReports>()
            .Run(TestContext.Current.CancellationToken);
        return true;
    }

    private Task<string> MailsAndPeople() =>
        Server.Ask<string>(
            """
            SELECT count(*) || ' mails to ' || count(DISTINCT user_id) || ' people'
            FROM notifications.mails WHERE kind = 'monthly-report'
            """
        );
}
