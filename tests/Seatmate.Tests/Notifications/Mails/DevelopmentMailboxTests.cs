using Seatmate.Notifications.Mails;

namespace Seatmate.Tests.Notifications.Mails;

public sealed class DevelopmentMailboxTests
{
    [Fact]
    public async Task Whoever_develops_reads_every_mail_without_signing_in()
    {
        var server = TestServer.Shared;
        await server.WriteMails(MailKinds.Tickets, 1, Cast.NewEmail());

        var mail = (await server.Anyone.Get("/dev/mails?limit=1")).ShouldBe(200).Rows.ShouldHaveSingleItem();

        var parts = (await server.Anyone.Get($"/dev/mails/{mail.GetProperty("id").GetInt64()}")).ShouldBe(
            200
        );
        parts.Text("subject").ShouldBe(mail.GetProperty("subject").GetString());
        parts.Text("html")!.ShouldContain("<html");
        (await server.Anyone.Get("/dev/mails/999999999")).ShouldFail(404, "not-found");
    }

    [Fact]
    public async Task Where_there_is_a_mail_server_or_people_from_outside_there_is_no_mailbox()
    {
        await using var mails = MailServer.Open();
        await using var mailing = await TestServer.StartAsync(settings =>
            settings with
            {
                SmtpUrl = mails.Url,
            }
        );
        await using var open = await TestServer.StartAsync(settings =>
            settings with
            {
                PublicUrl = new Uri("https://tickets.example"),
            }
        );
        foreach (var server in new[] { mailing, open })
        {
            (await server.Anyone.Get("/dev/mails")).ShouldFail(404, "not-found");
            (await server.Anyone.Get("/dev/mails/1")).ShouldFail(404, "not-found");
        }
    }

    [Theory]
    [InlineData("Host", "seatmate.attacker.example")]
    [InlineData("X-Forwarded-For", "203.0.113.7")]
    public async Task A_page_of_somebody_else_or_a_proxy_does_not_open_it(string header, string value) =>
        (await TestServer.Shared.Anyone.Get("/dev/mails", (header, value))).ShouldFail(404, "not-found");

    [Fact]
    public async Task An_admin_reads_a_mail_and_nobody_else()
    {
        var server = TestServer.Shared;
        await server.WriteMails(MailKinds.Tickets, 1, Cast.NewEmail());
        var admin = await Cast.Admin();
        var id = (await admin.Get("/admin/mails?limit=1")).Rows[0].GetProperty("id").GetInt64();

        (await admin.Get($"/admin/mails/{id}")).ShouldBe(200).Text("html")!.ShouldContain("<html");
        (await admin.Get("/admin/mails/999999999")).ShouldFail(404, "not-found");
        (await (await Cast.Cleo()).Get($"/admin/mails/{id}")).ShouldFail(403, "forbidden");
    }
}
