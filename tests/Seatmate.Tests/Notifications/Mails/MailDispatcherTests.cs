using Microsoft.Extensions.DependencyInjection;
using Seatmate.Notifications.Mails;
using Seatmate.Platform.Outbox;

namespace Seatmate.Tests.Notifications.Mails;

public sealed class MailDispatcherTests
{
    [Fact]
    public async Task A_confirmed_booking_is_mailed_once_with_an_id_of_its_own()
    {
        await using var mails = MailServer.Open();
        await using var server = await Mailing(mails);
        var ben = await Cast.Ben(server);

        var booking = (await ben.Book(await Evening.New(server), 2)).ShouldBe(201);

        await mails.ShouldHave(1);
        var letter = mails.Letters[0];
        letter.ShouldContain($"RCPT TO:<{ben.Email}>");
        letter.ShouldContain($"Message-ID: <tickets.{booking.Id}@seatmate>", Case.Insensitive);
        letter.ShouldContain("Subject: Your tickets: An evening of songs");
        await server.ShouldHaveSentAll();
    }

    [Fact]
    public async Task While_the_mail_server_is_down_the_booking_is_complete_and_the_mail_comes_later_once()
    {
        var port = FreePort.Next();
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
                    "SELECT coalesce(sum(attempts), 0) FROM notifications.mails WHERE last_error IS NOT NULL"
                ) > 0,
            "the mail was tried in vain"
        );
        await using var mails = MailServer.Open(port);
        await mails.ShouldHave(1);
        await server.ShouldHaveSentAll();
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

    [Fact]
    public async Task A_refusal_for_now_is_tried_again_and_the_mail_arrives_once()
    {
        await using var mails = MailServer.Open();
        var refused = 0;
        mails.Refusal = _ => Interlocked.Increment(ref refused) <= 2 ? "451 try later" : null;
        await using var server = await Mailing(mails);

        await server.WriteMails(MailKinds.Welcome, 3);

        await server.ShouldHaveSentAll();
        mails.Letters.Count.ShouldBe(3);
        (await server.Ask<long>("SELECT sum(attempts) FROM notifications.mails")).ShouldBe(5);
    }

    [Fact]
    public async Task A_refusal_for_ever_is_a_dead_letter_that_an_admin_sends_again()
    {
        await using var mails = MailServer.Open();
        mails.Refusal = _ => "550 nobody here";
        await using var server = await Mailing(mails);
        var admin = await Cast.Admin(server);
        await server.WriteMails(MailKinds.Welcome, 1);
        await server.ShouldHaveDeadLetters(1);

        var dead = (await admin.Get("/admin/mails?state=dead")).ShouldBe(200).Rows.ShouldHaveSingleItem();
        dead.GetProperty("attempts").GetInt32().ShouldBe(1);
        dead.GetProperty("last_error").GetString()!.ShouldContain("nobody here");
        mails.Refusal = _ => null;
        var again = $"/admin/mails/{dead.GetProperty("id").GetInt64()}/resend";
        await Race.AtOnce(4, async _ => (await admin.Post(again)).ShouldBe(200));

        await server.ShouldHaveSentAll();
        mails.Letters.Count.ShouldBe(1);
        (await admin.Get("/admin/mails?state=dead")).ShouldBe(200).Rows.ShouldBeEmpty();
        (
            await server.Ask<long>(
                "SELECT count(*) FROM platform.audit WHERE action = 'notifications.mail_resent'"
            )
        ).ShouldBe(1);
    }

    [Fact]
    public async Task What_is_refused_too_often_is_a_dead_letter_and_what_is_stale_is_not_sent()
    {
        await using var mails = MailServer.Open();
        mails.Refusal = _ => "451 try later";
        await using var server = await Mailing(mails);

        await server.WriteMails(MailKinds.Welcome, 1, attempts: MailQueue.AttemptsMax - 1);
        await server.WriteMails(MailKinds.EmailCode, 1, attempts: MailQueue.AttemptsMax - 1);

        await server.ShouldHaveDeadLetters(2);

        mails.Refusal = _ => null;
        await server.WriteMails(MailKinds.EmailCode with { GoodFor = TimeSpan.FromSeconds(-1) }, 1, "late");
        await server.ShouldHaveDeadLetters(3);
        mails.Letters.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_on_its_way_when_a_process_stops_arrives_and_is_sent_by_nobody_else()
    {
        await using var mails = MailServer.Open();
        mails.Pause = TimeSpan.FromSeconds(2);
        await using var server = await TestServer.StartAsync();
        await using (await server.StartBesideAsync(settings => settings with { SmtpUrl = mails.Url }))
        {
            await server.WriteMails(MailKinds.Welcome, 1);
            await server.Execute("UPDATE notifications.mails SET due_at = now()");
            await Eventually.ShouldBeTrue(() => Task.FromResult(mails.Calls > 0), "it is on its way");
        }

        mails.Letters.Count.ShouldBe(1);
        await server.ShouldHaveSentAll();
    }

    [Fact]
    public async Task What_is_not_bulk_overtakes_it()
    {
        await using var mails = MailServer.Open();
        mails.Pause = TimeSpan.FromMilliseconds(20);
        await using var server = await Mailing(mails);
        await server.WriteMails(MailKinds.Welcome with { IsBulk = true }, 200, "bulk");
        await Eventually.ShouldBeTrue(() => Task.FromResult(mails.Letters.Count > 5), "bulk is being sent");

        var before = mails.Letters.Count;
        await server.WriteMails(MailKinds.Welcome, 1, "order");

        await Eventually.ShouldBeTrue(
            () => Task.FromResult(mails.Letters.Any(letter => letter.Contains("welcome.order-"))),
            "the mail that is not bulk has arrived"
        );
        var place = mails.Letters.ToList().FindIndex(letter => letter.Contains("welcome.order-"));
        place.ShouldBeInRange(before, before + 40);
    }

    [Fact]
    public async Task Of_several_processes_each_mail_is_sent_by_one_over_few_lines()
    {
        await using var mails = MailServer.Open();
        await using var server = await Mailing(mails);
        await using var beside = await server.StartBesideAsync(settings =>
            settings with
            {
                SmtpUrl = mails.Url,
            }
        );

        await server.WriteMails(MailKinds.Welcome, 200);

        await server.ShouldHaveSentAll();
        mails.Letters.Count.ShouldBe(200);
        mails.Letters.Select(MessageId).Distinct().Count().ShouldBe(200);
        mails.Calls.ShouldBeLessThanOrEqualTo(2 * server.Settings.MailConnections + 2);
    }

    [Fact]
    public async Task An_address_of_any_script_is_written_to_where_the_mail_server_can()
    {
        const string address = "jürgen@bücher.example";
        await using var plain = MailServer.Open();
        await using var international = MailServer.OpenInternational();
        foreach (var mails in new[] { plain, international })
        {
            await using var server = await Mailing(mails);
            await server.WriteMails(MailKinds.Welcome, 1, address: address);
            if (mails == international)
                await server.ShouldHaveSentAll();
            else
                await server.ShouldHaveDeadLetters(1);
        }

        plain.Letters.ShouldBeEmpty();
        international.Letters.ShouldHaveSingleItem().ShouldContain($"RCPT TO:<{address}>");
    }

    [Fact]
    public async Task A_name_that_looks_like_an_address_is_not_taken_for_one()
    {
        await using var mails = MailServer.Open();
        await using var server = await Mailing(mails);

        await server.WriteMails(MailKinds.Welcome, 1, name: "boss@bank.example <boss@bank.example>");

        await mails.ShouldHave(1);
        var to = mails.Letters[0].Split(Environment.NewLine).Single(line => line.StartsWith("To:"));
        to.Count(sign => sign == '@').ShouldBe(1);
        to.ShouldContain("bossbank.example");
    }

    [Fact]
    public async Task While_buyers_rush_in_codes_that_somebody_waits_for_do_not_trickle()
    {
        await using var mails = MailServer.Open();
        mails.Pause = TimeSpan.FromMilliseconds(400);
        await using var server = await Mailing(mails);
        using var over = new CancellationTokenSource();
        var buyers = server.RushInto(over.Token);
        await Eventually.ShouldBeTrue(
            () => Task.FromResult(server.Services.GetRequiredService<Rush>().IsOn),
            "buyers rush in"
        );
        await server.WriteMails(MailKinds.Welcome, 200, "order");

        await server.WriteMails(MailKinds.SignInCode, 10, "code");

        await Eventually.ShouldBeTrue(
            () => Task.FromResult(mails.Letters.Count(letter => letter.Contains("sign-in-code.code-")) == 10),
            "all codes have arrived, which would take 40 s in a trickle"
        );
        await Eventually.ShouldBeTrue(
            () => Task.FromResult(mails.Letters.Any(letter => letter.Contains("welcome.order-"))),
            "other mails do not stand still"
        );
        mails.Letters.Count.ShouldBeLessThan(10 + 200);
        await over.CancelAsync();
        await buyers;
    }

    private static string MessageId(string letter) =>
        letter.Split(Environment.NewLine).Single(line => line.StartsWith("Message-ID:"));

    private static Task<TestServer> Mailing(MailServer mails) =>
        TestServer.StartAsync(settings => settings with { SmtpUrl = mails.Url });
}
