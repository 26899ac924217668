using Microsoft.Extensions.DependencyInjection;
using Seatmate.Platform.Time;
using Seatmate.Tests.Notifications.Mails;

namespace Seatmate.Tests.Platform.Time;

public sealed class DatabaseClockTests
{
    [Theory]
    [InlineData(-20)]
    [InlineData(0)]
    [InlineData(20)]
    public async Task On_a_machine_whose_clock_is_wrong_the_databases_counts(int minutesAhead)
    {
        var machine = new ShiftedClock(TimeSpan.FromMinutes(minutesAhead));
        await using var mails = MailServer.Open();
        await using var server = await TestServer.StartAsync(
            settings => settings with { SmtpUrl = mails.Url },
            services =>
                services.AddSingleton(provider =>
                    ActivatorUtilities.CreateInstance<DatabaseClock>(provider, machine)
                )
        );
        var ben = await Cast.Ben(server);

        (await ben.Post("/auth/code", new { email = ben.Email })).ShouldBe(202);

        await mails.ShouldHave(1);
        server
            .Services.GetRequiredService<DatabaseClock>()
            .Ahead.TotalMinutes.ShouldBe(-minutesAhead, tolerance: 0.1);
    }

    private sealed class ShiftedClock(TimeSpan ahead) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + ahead;
    }
}
