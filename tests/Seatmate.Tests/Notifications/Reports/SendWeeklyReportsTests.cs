using Microsoft.Extensions.DependencyInjection;
using Seatmate.Notifications.Reports;
using Seatmate.Platform.Time;

namespace Seatmate.Tests.Notifications.Reports;

public sealed class SendWeeklyReportsTests : IAsyncLifetime
{
    private const string Zone = "Europe/Berlin";

    private readonly FixedClock clock = new(TimeProvider.System.GetUtcNow());

    private TestServer Server { get; set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Server = await TestServer.StartAsync(add: services => services.AddSingleton<TimeProvider>(clock));
        await Server.ShouldHaveRun(nameof(SendWeeklyReports));
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    [Fact]
    public async Task On_monday_morning_who_leads_a_team_reads_what_sold_and_nobody_else_does()
    {
        var (ada, ben) = (await Cast.Ada(Server), await Cast.Ben(Server));
        var (manager, door, idle) = (
            await Cast.Eve(Server),
            await Cast.Dov(Server),
            await Evening.New(Server, price: 10)
        );
        var evening = await Evening.Of(ada, price: 10, places: 50);
        var team = (await ada.Get($"/events/{evening.Id}"))["organiser"].GetProperty("id").GetInt64();
        await Server.TakeIn(team, manager, "manager");
        await Server.TakeIn(team, door, "door");
        await ben.Buy(evening, 2);
        (await ben.Cancel(evening, await ben.Buy(evening))).ShouldBe(200);
        await Server.ShouldComeToRest();
        await Server.Execute("UPDATE accounts.users SET time_zone = $1", Zone);
        await Server.Execute("UPDATE accounts.users SET language = 'de' WHERE id = $1", ada.Id);
        var monday = Monday();

        await SendAt(monday.AddHours(7));
        (await Reports()).ShouldBe(0, "it is too early in the morning in Berlin");
        await SendAt(monday.AddHours(8));
        await SendAt(monday.AddHours(9));
        await SendAt(monday.AddHours(30));

        (await Reports()).ShouldBe(2);
        (await Body(ada)).ShouldContain("In der Woche verkauft: 2, insgesamt: 2 von 50");
        (await Body(ada)).ShouldContain("30,00");
        (await Body(manager)).ShouldContain("Sold in the week: 2, in all: 2 of 50");
        (await Body(manager)).ShouldContain("Paid back");
        idle.Id.ShouldNotBe(evening.Id);
    }

    /// <summary>When the next one begins in Berlin, where it does so while it is Sunday elsewhere.</summary>
    private static DateTimeOffset Monday()
    {
        var today = WallTime.Of(TimeProvider.System.GetUtcNow(), Zone).Local.Date;
        return WallTime
            .At(today.AddDays(((int)DayOfWeek.Monday - (int)today.DayOfWeek + 6) % 7 + 1), Zone)
            .Instant;
    }

    private async Task SendAt(DateTimeOffset now)
    {
        clock.Now = now;
        await using var scope = Server.Services.CreateAsyncScope();
        await scope
            .ServiceProvider.GetRequiredService<SendWeeklyReports>()
            .Run(TestContext.Current.CancellationToken);
    }

    private Task<long> Reports() =>
        Server.Ask<long>("SELECT count(*) FROM notifications.mails WHERE kind = 'weekly-report'");

    private Task<string> Body(Person person) =>
        Server.Ask<string>(
            "SELECT body FROM notifications.mails WHERE user_id = $1 AND kind = 'weekly-report'",
            person.Id
        );
}
