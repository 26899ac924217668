using Microsoft.Extensions.DependencyInjection;
using Seatmate.Notifications.Contracts;
using Seatmate.Notifications.Reports;

namespace Seatmate.Tests.Notifications.Reports;

public sealed class SendMonthlyReportsTests : IAsyncLifetime
{
    private readonly FixedClock clock = new(TimeProvider.System.GetUtcNow());
    private readonly Trouble trouble = new();

    private TestServer Server { get; set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Server = await TestServer.StartAsync(add: services =>
        {
            services.AddSingleton<TimeProvider>(clock);
            services.AddSingleton<IMonthlyFigures>(trouble);
        });
        await Server.ShouldHaveRun(nameof(SendMonthlyReports));
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    /// <summary>A part that fails for some, as a bug would, and lets others wait.</summary>
    private sealed class Trouble : IMonthlyFigures
    {
        public long FailsFor { get; set; }
        public Func<long[], Task> Before { get; set; } = _ => Task.CompletedTask;

        public async Task<IReadOnlyDictionary<long, MonthlyFigures>> Of(
            long[] userIds,
            DateTimeOffset from,
            DateTimeOffset until,
            CancellationToken cancel
        )
        {
            await Before(userIds);
            return userIds.Contains(FailsFor)
                ? throw new InvalidOperationException("This month cannot be counted.")
                : new Dictionary<long, MonthlyFigures>();
        }
    }

    [Fact]
    public async Task On_the_first_by_their_own_clock_and_in_their_language_each_gets_one_and_who_did_nothing_none()
    {
        var (ben, cleo, eve) = (await Cast.Ben(Server), await Cast.Cleo(Server), await Cast.Eve(Server));
        await Live(ben, "America/New_York", "de");
        await Live(eve, "Asia/Tokyo", "fr");
        foreach (var person in new[] { ben, eve })
            await Wrote(person, "2031-10-31T23:30:00Z");
        (await ben.Put("/reports/setting", new { pdf = true })).ShouldBe(200);

        await SendAt("2031-10-31T22:59:00Z");
        (await Reports()).ShouldBe(0, "it is a minute before eight in Tokyo");
        await SendAt("2031-10-31T23:05:00Z");
        (await Reports()).ShouldBe(0, "in Tokyo her post was written in November");
        await SendAt("2031-11-01T11:30:00Z");
        (await Reports()).ShouldBe(0, "it is half past seven in New York, before the clocks are set back");
        await SendAt("2031-11-01T12:05:00Z");
        await SendAt("2031-11-01T12:10:00Z");

        (await Reports()).ShouldBe(1);
        (await Subject(ben)).ShouldBe("Dein Monat bei Seatmate: Oktober 2031");
        (
            await Server.Ask<string>(
                "SELECT encode(substring(attachment FROM 1 FOR 5), 'escape') FROM notifications.mails WHERE user_id = $1",
                ben.Id
            )
        ).ShouldBe("%PDF-");
        await SendAt("2031-11-30T23:05:00Z");
        (await Subject(eve)).ShouldBe("Votre mois sur Seatmate : novembre 2031");
        (await MailsTo(eve)).ShouldBe(1);
        (await MailsTo(cleo)).ShouldBe(0);
    }

    [Fact]
    public async Task Two_processes_at_once_send_each_one_report()
    {
        var crowd = await Crowd(450);
        await using var beside = await Server.StartBesideAsync(add: services =>
            services.AddSingleton<TimeProvider>(clock)
        );
        clock.Now = DateTimeOffset.Parse("2031-11-01T08:30:00Z");

        await Task.WhenAll(Send(Server), Send(beside), Send(Server), Send(beside));

        (await Reports()).ShouldBe(crowd.Length);
        (await Distinct()).ShouldBe(crowd.Length);
        await ShouldBeFinished(crowd.Length);
    }

    [Fact]
    public async Task Killed_in_the_middle_it_goes_on_where_it_was_and_nobody_gets_two()
    {
        var crowd = await Crowd(450);
        var steps = 0;
        using var kill = new CancellationTokenSource();
        trouble.Before = _ =>
        {
            if (++steps == 2)
                kill.Cancel();
            return Task.CompletedTask;
        };
        clock.Now = DateTimeOffset.Parse("2031-11-01T08:30:00Z");

        await Should.ThrowAsync<OperationCanceledException>(() => Send(Server, kill.Token));

        var before = await Reports();
        before.ShouldBeInRange(1, crowd.Length - 1);
        trouble.Before = _ => Task.CompletedTask;
        await Send(Server);
        (await Reports()).ShouldBe(crowd.Length);
        (await Distinct()).ShouldBe(crowd.Length);
        await ShouldBeFinished(crowd.Length);
    }

    [Fact]
    public async Task Begun_anew_by_hand_nobody_gets_a_second_one()
    {
        var crowd = await Crowd(30);
        await SendAt("2031-11-01T08:30:00Z");
        (await Reports()).ShouldBe(crowd.Length);

        await Server.Execute("DELETE FROM notifications.report_runs");
        await Server.Execute("DELETE FROM notifications.mails");
        await SendAt("2031-11-01T08:40:00Z");

        (await Reports()).ShouldBe(0);
    }

    [Fact]
    public async Task One_whose_month_cannot_be_counted_holds_nobody_up_and_admins_see_it()
    {
        var crowd = await Crowd(25);
        trouble.FailsFor = crowd[7].Id;

        await SendAt("2031-11-01T08:30:00Z");

        (await Reports()).ShouldBe(crowd.Length - 1);
        (await MailsTo(crowd[7])).ShouldBe(0);
        var admin = await Cast.Admin(Server);
        clock.Now = TimeProvider.System.GetUtcNow();
        var run = (await admin.Get("/admin/reports")).ShouldBe(200).Rows[0];
        run.GetProperty("kind").GetString().ShouldBe("monthly");
        run.GetProperty("period").GetString().ShouldBe("2031-10-01");
        run.GetProperty("failures").GetInt32().ShouldBe(1);
        run.GetProperty("people_done").GetInt32().ShouldBe(crowd.Length);
        run.GetProperty("last_error").GetString().ShouldBe("This month cannot be counted.");
        (await crowd[0].Get("/admin/reports")).ShouldFail(403, "forbidden");
    }

    /// <summary>Whoever waits for the run has it as soon as the failed step lets go of it.</summary>
    [Fact]
    public async Task Who_fails_while_another_process_takes_the_run_is_not_mistaken_for_somebody_else()
    {
        var crowd = await Crowd(5);
        foreach (var person in crowd[..2])
            await Live(person, "Africa/Abidjan", "en");
        trouble.FailsFor = crowd[0].Id;
        await using var other = new Npgsql.NpgsqlConnection(Server.Connection);
        await other.OpenAsync(TestContext.Current.CancellationToken);
        Task? taking = null;
        trouble.Before = async ids =>
        {
            if (ids is not [var only] || only != crowd[0].Id || taking is not null)
                return;
            taking = Take(other);
            await IsWaitedFor();
        };

        await SendAt("2031-11-01T08:30:00Z");
        await taking.ShouldNotBeNull();
        await other.CloseAsync();
        await SendAt("2031-11-01T08:40:00Z");

        (await Reports()).ShouldBe(crowd.Length - 1);
        (await MailsTo(crowd[0])).ShouldBe(0);
        (
            await Server.Ask<string>(
                "SELECT string_agg(time_zone, ', ') FROM notifications.report_runs WHERE failures > 0"
            )
        ).ShouldBe("Africa/Abidjan");
    }

    private static async Task Take(Npgsql.NpgsqlConnection connection)
    {
        await using var command = new Npgsql.NpgsqlCommand(
            "BEGIN; SELECT FROM notifications.report_runs WHERE time_zone = 'Africa/Abidjan' FOR UPDATE",
            connection
        );
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    private Task IsWaitedFor() =>
        Eventually.ShouldBeTrue(
            () =>
                Server.Ask<bool>(
                    """
                    SELECT EXISTS (SELECT FROM pg_stat_activity
                        WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE 'BEGIN; %')
                    """
                ),
            "somebody waits for the run"
        );

    private async Task<Person[]> Crowd(int count)
    {
        var crowd = await Cast.Crowd(count, Server);
        await Server.Execute(
            """
            INSERT INTO social.posts (author_id, title, content, created_at)
            SELECT id, 'Who walks too?', 'Far.', '2031-10-10T12:00:00Z' FROM unnest($1) AS id
            """,
            crowd.Select(person => person.Id).ToArray()
        );
        return crowd;
    }

    private Task Wrote(Person person, string when) =>
        Server.Execute(
            "INSERT INTO social.posts (author_id, title, content, created_at) VALUES ($1, 'Walk', 'Far.', $2::timestamptz)",
            person.Id,
            when
        );

    private Task Live(Person person, string zone, string language) =>
        Server.Execute(
            "UPDATE accounts.users SET time_zone = $1, language = $2 WHERE id = $3",
            zone,
            language,
            person.Id
        );

    private async Task SendAt(string now)
    {
        clock.Now = DateTimeOffset.Parse(now);
        await Send(Server);
    }

    private static async Task Send(TestServer server, CancellationToken cancel = default)
    {
        await using var scope = server.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<SendMonthlyReports>().Run(cancel);
    }

    private async Task ShouldBeFinished(int people)
    {
        (
            await Server.Ask<long>(
                "SELECT count(*) FROM notifications.report_runs WHERE finished_at IS NULL OR people_done <> people_total"
            )
        ).ShouldBe(0);
        (await Server.Ask<long>("SELECT sum(written)::bigint FROM notifications.report_runs")).ShouldBe(
            people
        );
    }

    private Task<long> Reports() =>
        Server.Ask<long>("SELECT count(*) FROM notifications.mails WHERE kind = 'monthly-report'");

    private Task<long> Distinct() =>
        Server.Ask<long>(
            "SELECT count(DISTINCT user_id) FROM notifications.mails WHERE kind = 'monthly-report'"
        );

    private Task<long> MailsTo(Person person) =>
        Server.Ask<long>("SELECT count(*) FROM notifications.mails WHERE user_id = $1", person.Id);

    private Task<string> Subject(Person person) =>
        Server.Ask<string>("SELECT subject FROM notifications.mails WHERE user_id = $1", person.Id);
}
