using System.Net;
using System.Net.Sockets;

namespace Seatmate.Tests.Notifications.Mails;

public sealed class SendMailOnMailWrittenTests
{
    [Fact]
    public async Task A_confirmed_booking_is_mailed_once_with_an_id_of_its_own()
    {
        await using var mails = MailServer.Open();
        await using var server = await Mailing(mails);
        var ben = await Cast.Ben(server);

        var booking = (await ben.Book(await Evening.New(server), 2)).ShouldBe(201);

        await server.ShouldComeToRest();
        var letter = mails.Letters.ShouldHaveSingleItem();
        letter.ShouldContain($"RCPT TO:<{ben.Email}>");
        letter.ShouldContain($"Message-ID: <tickets.{booking.Id}@seatmate>", Case.Insensitive);
        letter.ShouldContain("Subject: Your tickets: An evening of songs");
        (
            await server.Ask<long>("SELECT count(*) FROM notifications.mails WHERE sent_at IS NOT NULL")
        ).ShouldBe(1);
    }

    [Fact]
    public async Task While_the_mail_server_is_down_the_booking_is_complete_and_the_mail_comes_later_once()
    {
        var port = FreePort();
        await using var server = await TestServer.StartAsync(settings =>
            settings with
            {
                SmtpUrl = new Uri($"smtp://127.0.0.1:{port}"),
            }
        );
        var ben = await Cast.Ben(server);
        var evening = await Evening.New(server);

        var booking = (await ben.Book(evening)).ShouldBe(201);

        (await ben.Look(evening, booking)).Text("status").ShouldBe("confirmed");
        booking.TicketStatuses().ShouldBe(["valid"]);
        await Eventually.ShouldBeTrue(
            async () =>
                await server.Ask<long>(
                    "SELECT coalesce(sum(attempts), 0) FROM platform.deliveries WHERE last_error IS NOT NULL"
                ) > 0,
            "the mail was tried in vain"
        );
        await using var mails = MailServer.Open(port);
        await mails.ShouldHave(1);
        await server.ShouldComeToRest();
        mails.Letters.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_mail_server_that_never_answers_holds_up_no_payment()
    {
        await using var mails = MailServer.OpenSilent();
        await using var server = await Mailing(mails);
        var free = await Evening.New(server);
        var crowd = await Cast.Crowd(8, server);
        await Race.AtOnce(8, number => crowd[number].Book(free));
        await Eventually.ShouldBeTrue(
            async () => await server.Ask<long>("SELECT count(*) FROM notifications.mails") == 8,
            "eight mails wait for the server"
        );
        var evening = await Evening.New(server, price: 10);
        var ben = await Cast.Ben(server);
        var booking = (await ben.Book(evening)).ShouldBe(201);

        (await ben.Choose(booking, "pay")).ShouldBe(200);

        await Eventually.ShouldBeTrue(
            async () => (await ben.Look(evening, booking)).Text("status") == "confirmed",
            "the booking is confirmed",
            TimeSpan.FromSeconds(6)
        );
    }

    [Fact]
    public async Task Without_a_mail_server_mails_are_kept_for_the_mailbox_page()
    {
        var ben = await Cast.Ben();
        var booking = (await ben.Book(await Evening.New())).ShouldBe(201);
        var admin = await Cast.Admin();

        await Eventually.ShouldBeTrue(
            async () =>
                (await admin.Get("/admin/mails?limit=100"))
                    .ShouldBe(200)
                    .Rows.Any(mail =>
                        mail.GetProperty("to_address").GetString() == ben.Email
                        && mail.GetProperty("body").GetString()!.Contains(booking.Text("booking_id")!)
                    ),
            "an admin sees the mail"
        );
        (await ben.Get("/admin/mails")).ShouldFail(403, "forbidden");
    }

    [Fact]
    public async Task A_name_is_only_ever_a_name_in_a_mail_and_a_title_a_title()
    {
        string[] names =
        [
            "Ben\r\nBcc: everybody@seatmate.example",
            "Ben\nSubject: Hello",
            "\"Ben\" <other@seatmate.example>, x",
            "Ben Ökafør 本",
        ];
        await using var mails = MailServer.Open();
        await using var server = await Mailing(mails);
        var evening = await Evening.New(server);
        await server.Execute(
            "UPDATE events.events SET title = $1",
            "Songs\r\nBcc: everybody@seatmate.example"
        );
        foreach (var name in names)
        {
            var ben = await Cast.Ben(server);
            await server.Execute("UPDATE accounts.users SET name = $1 WHERE id = $2", name, ben.Id);
            (await ben.Book(evening)).ShouldBe(201);
        }

        await mails.ShouldHave(names.Length);

        foreach (var letter in mails.Letters)
        {
            var lines = letter.Split(Environment.NewLine + Environment.NewLine)[0].Split(Environment.NewLine);
            foreach (var once in new[] { "RCPT TO", "To:", "Subject:" })
                lines
                    .Count(line => line.StartsWith(once, StringComparison.OrdinalIgnoreCase))
                    .ShouldBe(1, letter);
            lines.ShouldNotContain(
                line => line.StartsWith("Bcc", StringComparison.OrdinalIgnoreCase),
                letter
            );
        }
    }

    private static Task<TestServer> Mailing(MailServer mails) =>
        TestServer.StartAsync(settings => settings with { SmtpUrl = mails.Url });

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
