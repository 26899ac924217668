using Microsoft.Extensions.DependencyInjection;
using Seatmate.Notifications.Mails;
using Seatmate.Tests.Notifications.Notes;

namespace Seatmate.Tests.Notifications.Mails;

public sealed class SendDigestsTests(OwnServer own) : IClassFixture<OwnServer>
{
    private TestServer Server => own.Server;

    [Fact]
    public async Task In_the_evening_of_their_day_people_are_told_once_what_others_did_and_not_their_own()
    {
        var (ada, ben, eve) = (await Cast.Ada(Server), await Cast.Ben(Server), await Cast.Eve(Server));
        var post = (await ada.Post("/posts", new { title = "Who walks too?", content = "Far." })).ShouldBe(
            201
        );
        var his = (await ben.Post("/posts", new { title = "My own", content = "Mine." })).ShouldBe(201);
        (await ben.Post($"/posts/{his.Id}/likes")).ShouldBe(201);
        foreach (var person in new[] { ben, eve })
            (await person.Post($"/posts/{post.Id}/likes")).ShouldBe(201);
        (await eve.Post($"/posts/{post.Id}/comments", new { content = "I do." })).ShouldBe(201);
        await Server.Settled();
        await InZone(ada, hour: 9);
        await Tell();
        (await Digests(ada)).ShouldBe(0, "it is morning there");

        await InZone(ada, hour: 20);
        await InZone(ben, hour: 20);
        await Race.AtOnce(4, async _ => await Tell());

        (await Digests(ada)).ShouldBe(1);
        (await Digests(ben)).ShouldBe(0);
        var body = await Server.Ask<string>(
            "SELECT body FROM notifications.mails WHERE user_id = $1",
            ada.Id
        );
        body.ShouldContain("Who walks too?");
        body.ShouldContain("New comments: 1, new likes: 2");
        (
            await Server.Ask<long>("SELECT count(*) FROM notifications.news WHERE user_id = $1", ada.Id)
        ).ShouldBe(0);
    }

    [Fact]
    public async Task Who_wants_it_in_the_app_only_is_told_there_once_a_day_and_what_comes_later_waits()
    {
        var (ada, ben) = (await Cast.Ada(Server), await Cast.Ben(Server));
        var post = (await ada.Post("/posts", new { title = "Who rides?", content = "Far." })).ShouldBe(201);
        var off = new
        {
            choices = new[]
            {
                new
                {
                    kind = "digest",
                    channel = "mail",
                    wanted = false,
                },
            },
        };
        (await ada.Put("/notifications/choices", off)).ShouldBe(200);
        await InZone(ada, hour: 20);
        (await ben.Post($"/posts/{post.Id}/likes")).ShouldBe(201);
        await Server.Settled();
        await Tell();
        (await ben.Post($"/posts/{post.Id}/comments", new { content = "I do." })).ShouldBe(201);
        await Server.Settled();

        await Tell();

        (await Digests(ada)).ShouldBe(0);
        (await ada.Titles()).ShouldBe(["What others said to your posts"]);
        (
            await Server.Ask<long>("SELECT count(*) FROM notifications.news WHERE user_id = $1", ada.Id)
        ).ShouldBe(1);
    }

    /// <summary>Moves a person to where it is this hour now.</summary>
    private Task InZone(Person person, int hour)
    {
        var ahead = (hour - TimeProvider.System.GetUtcNow().Hour + 36) % 24 - 12;
        var zone = ahead == 0 ? "UTC" : $"Etc/GMT{(ahead > 0 ? '-' : '+')}{Math.Abs(ahead)}";
        return Server.Execute("UPDATE accounts.users SET time_zone = $1 WHERE id = $2", zone, person.Id);
    }

    private async Task<bool> Tell()
    {
        await Run<SendDigests>();
        return true;
    }

    private async Task Run<TJob>()
        where TJob : class, Seatmate.Platform.Jobs.IJob
    {
        await using var scope = Server.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<TJob>().Run(TestContext.Current.CancellationToken);
    }

    private Task<long> Digests(Person person) =>
        Server.Ask<long>(
            "SELECT count(*) FROM notifications.mails WHERE user_id = $1 AND kind = 'digest'",
            person.Id
        );
}
