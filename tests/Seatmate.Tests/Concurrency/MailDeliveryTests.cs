using System.Globalization;
using Seatmate.Notifications.Mails;
using Seatmate.Tests.Notifications.Mails;

namespace Seatmate.Tests.Concurrency;

/// <summary>The whole way of many mails to a real mail server. MAILS_MANY=10000 is the full number.</summary>
public sealed class MailDeliveryTests : IDisposable
{
    private const int OneInTwenty = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    private static readonly int Many = int.Parse(
        Environment.GetEnvironmentVariable("MAILS_MANY") is { Length: > 0 } many ? many : "400",
        CultureInfo.InvariantCulture
    );

    private readonly string data = Directory.CreateTempSubdirectory("seatmate-mails-").FullName;

    public void Dispose() => Directory.Delete(data, recursive: true);

    [Fact]
    public async Task Of_many_mails_none_is_lost_and_none_is_two_though_some_are_refused_and_the_server_is_killed()
    {
        await using var mailbox = await Mailbox.Open(OneInTwenty, thinksForMs: 2);
        await using var writer = await TestServer.StartAsync();
        await WriteDue(writer, Many);
        (string, string)[] settings =
        [
            ("DATABASE_URL", writer.Connection),
            ("SMTP_URL", mailbox.Url.ToString()),
            ("JWT_SECRET_KEY", TestServer.JwtSecret),
        ];
        await using (var killed = SeatmateProcess.Serve(data, null, settings))
        {
            await mailbox.ShouldHold(Many / 3, Patience);
            killed.Signal("KILL");
            await killed.Exit();
        }
        var before = await mailbox.Look();
        before.Distinct.ShouldBeLessThan(Many, "it was killed in the middle");
        await LeasesPass(writer);

        await using var next = await SeatmateProcess.Serve(data, null, settings).Ready();

        await Eventually.ShouldBeTrue(
            async () => await Waiting(writer) == 0,
            "no mail waits any more",
            Patience
        );
        var after = await mailbox.Look();
        after.Distinct.ShouldBe(Many);
        after.Refused.ShouldBe(Many / OneInTwenty);
        after.Parts.ShouldBe(after.Letters, "each has both parts, readable to a mail program");
        (after.Letters - Many).ShouldBeInRange(
            0,
            writer.Settings.MailConnections,
            "only what was under way may come twice"
        );
    }

    [Fact]
    public async Task The_mail_of_a_paid_order_leaves_within_two_seconds_while_many_others_wait()
    {
        await using var mailbox = await Mailbox.Open(thinksForMs: 20);
        await using var server = await TestServer.StartAsync(settings =>
            settings with
            {
                SmtpUrl = mailbox.Url,
            }
        );
        var evening = await Evening.New(server, price: 10);
        var ben = await Cast.Ben(server);
        await ben.Buy(evening);
        await server.WriteMails(MailKinds.Welcome with { IsBulk = true }, Many / 2, "bulk");

        var booking = await ben.Buy(evening);
        var paidAt = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();

        var tickets = $"<tickets.{booking.Id}@seatmate>";
        await Eventually.ShouldBeTrue(
            async () => (await mailbox.Look(tickets)).At > 0,
            "the tickets have come"
        );
        var contents = await mailbox.Look(tickets);
        (contents.At - paidAt).ShouldBeLessThan(2000);
        (await Waiting(server)).ShouldBeGreaterThan(0, "the others were still waiting");
    }

    private static Task<long> Waiting(TestServer server) =>
        server.Ask<long>("SELECT count(*) FROM notifications.mails WHERE due_at IS NOT NULL");

    /// <summary>As if the time had passed for which the killed one had taken its mails.</summary>
    private static async Task LeasesPass(TestServer server)
    {
        (
            await server.Ask<bool>(
                "SELECT max(due_at) <= now() + make_interval(secs => $1) FROM notifications.mails",
                MailQueue.LeaseSeconds
            )
        ).ShouldBeTrue("what it had taken is due again after the lease");
        await server.Execute(
            "UPDATE notifications.mails SET due_at = due_at - make_interval(secs => $1)",
            MailQueue.LeaseSeconds
        );
    }

    /// <summary>Written by a server that has no mail server, to be sent by one that has.</summary>
    private static async Task WriteDue(TestServer server, int count)
    {
        await server.WriteMails(MailKinds.Welcome, 1, "first", "person-0@seatmate.example");
        await server.Execute(
            """
            INSERT INTO notifications.mails
                (message_id, kind, to_name, to_address, language, subject, body, html, bulk, due_at)
            SELECT format('welcome.many-%s@seatmate', n), kind, to_name, format('person-%s@seatmate.example', n),
                language, subject, body, html, true, now()
            FROM notifications.mails, generate_series(1, $1) AS n
            """,
            count
        );
    }
}
