using Microsoft.Extensions.DependencyInjection;
using Seatmate.Notifications.Mails;
using Seatmate.Platform.Jobs;

namespace Seatmate.Tests.Platform.Retention;

public sealed class ListRetentionTests
{
    [Fact]
    public async Task What_is_told_is_what_the_jobs_obey()
    {
        await using var server = await TestServer.StartAsync(settings =>
            settings with
            {
                KeepMailsDays = 5,
                KeepFactsDays = 3,
            }
        );
        var ben = await Cast.Ben(server);
        var told = (await ben.Get("/retention")).ShouldBe(200).Rows;
        told.Single(rule => rule.GetProperty("what").GetString() == "mails")
            .GetProperty("days")
            .GetInt32()
            .ShouldBe(5);
        await Write(server, 6);
        await Write(server, 4);
        await Happen(server, 4);
        await Happen(server, 2);

        await Run<ForgetOldMails>(server);
        await Run<ForgetOldRows>(server);

        (await server.Ask<long>("SELECT count(*) FROM notifications.mails")).ShouldBe(1);
        (await server.Ask<long>("SELECT count(*) FROM platform.facts WHERE kind = 'Nothing'")).ShouldBe(1);
    }

    [Fact]
    public async Task What_holds_a_code_is_forgotten_within_an_hour()
    {
        await using var server = await TestServer.StartAsync();
        await server.Execute(
            """
            INSERT INTO platform.facts (kind, body, fanned_out, happened_at) VALUES
                ('SignInCodeMade', '{"code": "1"}', true, now() - interval '61 minutes'),
                ('SignInCodeMade', '{"code": "2"}', true, now() - interval '59 minutes')
            """
        );

        await Run<ForgetOldRows>(server);

        (await server.Ask<string>("SELECT body ->> 'code' FROM platform.facts")).ShouldBe("2");
    }

    private static Task<int> Write(TestServer server, int daysAgo) =>
        server.Execute(
            """
            INSERT INTO notifications.mails (message_id, kind, to_name, to_address, subject, body, written_at)
            VALUES ($1::text, 'welcome', 'Ben', 'ben@seatmate.example', '', '', now() - make_interval(days => $1))
            """,
            daysAgo
        );

    private static Task<int> Happen(TestServer server, int daysAgo) =>
        server.Execute(
            """
            INSERT INTO platform.facts (kind, body, fanned_out, happened_at)
            VALUES ('Nothing', '{}', true, now() - make_interval(days => $1))
            """,
            daysAgo
        );

    private static async Task Run<TJob>(TestServer server)
        where TJob : IJob
    {
        await using var scope = server.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<TJob>().Run(CancellationToken.None);
    }
}
