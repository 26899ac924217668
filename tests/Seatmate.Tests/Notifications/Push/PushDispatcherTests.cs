using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Seatmate.Notifications.Mails;
using Seatmate.Notifications.Push;
using Seatmate.Tests.Notifications.Mails;
using Seatmate.Tests.Notifications.Notes;

namespace Seatmate.Tests.Notifications.Push;

public sealed class PushDispatcherTests(PushDispatcherTests.PushingServer pushing)
    : IClassFixture<PushDispatcherTests.PushingServer>,
        IAsyncLifetime
{
    private readonly FakePushService service = pushing.Service;
    private readonly TestServer server = pushing.Server;

    public async ValueTask InitializeAsync()
    {
        await server.Execute("DELETE FROM notifications.pushes");
        await server.Execute("DELETE FROM notifications.push_subscriptions");
        service.Forget();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task What_is_told_comes_to_the_browser_in_the_persons_language_and_only_it_can_read_it()
    {
        using var browser = new Browser();
        using var other = new Browser();
        var ben = await Subscribed(browser);
        (await ben.Patch($"/user/{ben.Id}", new { language = "de" })).ShouldBe(200);

        await server.WriteMails(MailKinds.EventMoved, 1, userId: ben.Id);
        await service.ShouldHave(1);

        var message = service.Messages.ShouldHaveSingleItem();
        message.Path.ShouldBe(browser.Path);
        var words = browser.Read(message);
        words.GetProperty("title").GetString().ShouldBe("Neue Zeit: An evening of songs");
        words.GetProperty("text").GetString().ShouldBe("Jetzt: Donnerstag, 1. Mai 2031, 18:00 Uhr");
        words.GetProperty("link").GetString().ShouldBe("/e/an-evening-of-songs");
        words.GetProperty("tag").GetString().ShouldBe(message.Headers["Topic"]);
        Should.Throw<CryptographicException>(() => other.Read(message));
        message.Body.Length.ShouldBeLessThanOrEqualTo(4096);
        message.Headers["Content-Encoding"].ShouldBe("aes128gcm");
        message.Headers["Urgency"].ShouldBe("high");
        int.Parse(message.Headers["TTL"]).ShouldBeInRange(86_000, 86_400);
        await Eventually.ShouldBeTrue(
            () => server.Ask<bool>("SELECT last_ok_at IS NOT NULL FROM notifications.push_subscriptions"),
            "it is noted that it arrived"
        );
        (await Waiting()).ShouldBe(0);
    }

    [Fact]
    public async Task The_service_can_tell_who_sends_by_the_key_that_browsers_subscribe_with()
    {
        using var browser = new Browser();
        var ben = await Subscribed(browser);
        var key = (await ben.Get("/push/key")).ShouldBe(200).Text("public_key")!;

        await server.WriteMails(MailKinds.Tickets, 1, userId: ben.Id);
        await service.ShouldHave(1);

        var authorization = service.Messages[0].Headers["Authorization"];
        authorization.ShouldStartWith("vapid t=");
        authorization.ShouldEndWith($", k={key}");
        var parts = authorization["vapid t=".Length..authorization.IndexOf(',')].Split('.');
        var point = Base64Url.DecodeFromChars(key);
        using var verifier = ECDsa.Create(
            new ECParameters
            {
                Curve = ECCurve.NamedCurves.nistP256,
                Q = new() { X = point[1..33], Y = point[33..] },
            }
        );
        verifier
            .VerifyData(
                Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"),
                Base64Url.DecodeFromChars(parts[2]),
                HashAlgorithmName.SHA256
            )
            .ShouldBeTrue();
        var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[1])).RootElement;
        claims.GetProperty("aud").GetString().ShouldBe(service.Home.GetLeftPart(UriPartial.Authority));
        claims.GetProperty("sub").GetString().ShouldStartWith("mailto:");
        var left = claims.GetProperty("exp").GetInt64() - TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        left.ShouldBeInRange(1, 24 * 3600);
    }

    [Theory]
    [InlineData(404)]
    [InlineData(410)]
    public async Task A_browser_that_is_gone_is_forgotten(int status)
    {
        using var browser = new Browser();
        var ben = await Subscribed(browser);
        service.Refuse(status);

        await server.WriteMails(MailKinds.Tickets, 1, userId: ben.Id);

        await Eventually.ShouldBeTrue(
            async () => (await ben.Get("/push/subscriptions")).Rows.Count == 0,
            "the subscription is gone"
        );
        (await Waiting()).ShouldBe(0);
        service.Messages.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(401)]
    [InlineData(403)]
    public async Task What_is_not_taken_comes_again_and_replaces_itself(int status)
    {
        using var browser = new Browser();
        var ben = await Subscribed(browser);
        service.Refuse(status);

        await server.WriteMails(MailKinds.Tickets, 1, userId: ben.Id);
        await service.ShouldHave(2);

        service.Messages[0].Headers["Topic"].ShouldBe(service.Messages[1].Headers["Topic"]);
        browser
            .Read(service.Messages[0])
            .GetProperty("tag")
            .GetString()
            .ShouldBe(browser.Read(service.Messages[1]).GetProperty("tag").GetString());
        service.Messages[0].Body.ShouldNotBe(service.Messages[1].Body);
        await Eventually.ShouldBeTrue(async () => await Waiting() == 0, "nothing waits");
    }

    [Fact]
    public async Task A_service_that_asks_for_peace_gets_it()
    {
        using var browser = new Browser();
        var ben = await Subscribed(browser);
        service.Refuse(429, retryAfter: "3600");

        await server.WriteMails(MailKinds.Tickets, 1, userId: ben.Id);

        await Eventually.ShouldBeTrue(
            () =>
                server.Ask<bool>(
                    "SELECT count(*) = 1 AND bool_and(due_at > now() + interval '50 min') FROM notifications.pushes"
                ),
            "it waits for an hour"
        );
        service.Messages.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("1 day", 1)]
    [InlineData("8 days", 0)]
    public async Task Many_failures_end_a_browser_only_when_it_was_silent_for_days(string since, int left)
    {
        using var browser = new Browser();
        var ben = await Subscribed(browser);
        await server.Execute(
            "UPDATE notifications.push_subscriptions SET failures = 50, created_at = now() - $1::interval",
            since
        );
        service.Refuse(500);

        await server.WriteMails(MailKinds.Tickets, 1, userId: ben.Id);

        await Eventually.ShouldBeTrue(
            () =>
                server.Ask<bool>(
                    "SELECT count(*) = $1 AND coalesce(bool_and(failures > 50), true) FROM notifications.push_subscriptions",
                    left
                ),
            "it is counted, or gone"
        );
    }

    [Fact]
    public async Task A_name_that_leads_to_a_private_address_is_not_connected_to()
    {
        using var browser = new Browser();
        var ben = await Subscribed(browser);
        await server.Execute(
            "UPDATE notifications.push_subscriptions SET endpoint = $1",
            new Uri($"http://localhost:{service.Home.Port}{browser.Path}").AbsoluteUri
        );

        await server.WriteMails(MailKinds.Tickets, 1, userId: ben.Id);

        await Eventually.ShouldBeTrue(
            () => server.Ask<bool>("SELECT failures > 0 FROM notifications.push_subscriptions"),
            "it failed"
        );
        service.Messages.ShouldBeEmpty();
    }

    [Fact]
    public async Task Each_kind_is_switched_by_itself_and_what_is_only_pushed_is_not_listed()
    {
        using var browser = new Browser();
        var ben = await Subscribed(browser);
        (await ben.Put("/notifications/choices", Say(("tickets", "push", false)))).ShouldBe(200);
        (await ben.Put("/notifications/choices", Say(("event-moved", "app", false)))).ShouldBe(200);

        await server.WriteMails(MailKinds.Tickets, 1, userId: ben.Id);
        await server.WriteMails(MailKinds.Invoice, 1, userId: ben.Id);
        await server.WriteMails(MailKinds.EventMoved, 1, userId: ben.Id);
        await service.ShouldHave(1);

        browser
            .Read(service.Messages.ShouldHaveSingleItem())
            .GetProperty("title")
            .GetString()
            .ShouldBe("New time: An evening of songs");
        (await ben.Titles()).ShouldBe(["Invoice 2031-000042", "Your tickets: An evening of songs"]);
        (await ben.Unread()).ShouldBe(2);
    }

    [Fact]
    public async Task What_waits_for_one_person_is_not_shown_to_who_signs_in_at_the_same_browser_after_them()
    {
        using var browser = new Browser();
        var (ben, eve) = (await Subscribed(browser), await Cast.Eve(server));
        service.Refuse(429, retryAfter: "3600");
        await server.WriteMails(MailKinds.Tickets, 1, userId: ben.Id);
        await service.ShouldHave(1);
        (await eve.Post("/push/subscriptions", browser.Subscription(service.Home))).ShouldBe(201);
        await Eventually.ShouldBeTrue(
            () =>
                server.Ask<bool>(
                    "SELECT bool_and(due_at > now() + interval '50 min') FROM notifications.pushes"
                ),
            "it is put off"
        );

        await server.Execute("UPDATE notifications.pushes SET due_at = now()");
        await server.WriteMails(MailKinds.EventMoved, 1, userId: eve.Id);
        await service.ShouldHave(2);

        browser
            .Read(service.Messages[1])
            .GetProperty("title")
            .GetString()
            .ShouldBe("New time: An evening of songs");
        service.Messages.Count.ShouldBe(2);
        await Eventually.ShouldBeTrue(async () => await Waiting() == 0, "what waited for Ben is dropped");
    }

    [Fact]
    public async Task What_is_on_its_way_when_a_process_stops_arrives_and_is_not_sent_again()
    {
        using var browser = new Browser();
        service.Pause = TimeSpan.FromSeconds(2);
        await using var quiet = await TestServer.StartAsync(add: services =>
            services.Remove(services.Single(one => one.ImplementationType == typeof(PushDispatcher)))
        );
        await using (
            var sending = await quiet.StartBesideAsync(settings =>
                settings with
                {
                    PushServices = [service.Home],
                }
            )
        )
        {
            var ben = await Cast.Ben(sending);
            (await ben.Post("/push/subscriptions", browser.Subscription(service.Home))).ShouldBe(201);
            await quiet.WriteMails(MailKinds.Tickets, 1, userId: ben.Id);
            await service.ShouldHave(1);
        }

        (await quiet.Ask<long>("SELECT count(*) FROM notifications.pushes")).ShouldBe(0);
        (
            await quiet.Ask<bool>("SELECT last_ok_at IS NOT NULL FROM notifications.push_subscriptions")
        ).ShouldBeTrue();
        service.Messages.Count.ShouldBe(1);
    }

    /// <summary>Empty for each test.</summary>
    public sealed class PushingServer : IAsyncLifetime
    {
        internal FakePushService Service { get; private set; } = null!;
        internal TestServer Server { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Service = await FakePushService.Open();
            Server = await TestServer.StartAsync(settings => settings with { PushServices = [Service.Home] });
        }

        public async ValueTask DisposeAsync()
        {
            await Server.DisposeAsync();
            await Service.DisposeAsync();
        }
    }

    private async Task<Person> Subscribed(Browser browser)
    {
        var ben = await Cast.Ben(server);
        (await ben.Post("/push/subscriptions", browser.Subscription(service.Home))).ShouldBe(201);
        return ben;
    }

    private Task<long> Waiting() => server.Ask<long>("SELECT count(*) FROM notifications.pushes");

    private static object Say(params (string Kind, string Channel, bool Wanted)[] choices) =>
        new
        {
            choices = choices.Select(choice => new
            {
                kind = choice.Kind,
                channel = choice.Channel,
                wanted = choice.Wanted,
            }),
        };
}
