using System.Net;
using Seatmate.Notifications.Mails;
using Seatmate.Tests.Notifications.Mails;

namespace Seatmate.Tests.Notifications.Health;

public sealed class ShowMailHealthTests
{
    private const string Health = "/admin/mails/health";

    [Fact]
    public async Task Records_that_are_there_and_strict_are_good()
    {
        var key = $"v=DKIM1; k=rsa; p={new string('A', 392)}";
        var proofs = await ProofsWith(
            new()
            {
                ["example.org"] = ["google-site-verification=x", "v=spf1 include:mail.example -all"],
                ["mail2031._domainkey.example.org"] = [key],
                ["_dmarc.example.org"] = ["v=DMARC1; p=reject"],
            }
        );

        proofs.ShouldBe(["SPF good", "DKIM good", "DMARC good"]);
    }

    [Fact]
    public async Task Records_that_are_missing_or_let_everybody_in_are_said_to_be_so()
    {
        (await ProofsWith([])).ShouldBe(["SPF missing", "DKIM missing", "DMARC missing"]);
        (
            await ProofsWith(
                new()
                {
                    ["example.org"] = ["v=spf1 +all"],
                    ["mail2031._domainkey.example.org"] = ["v=DKIM1; p="],
                    ["_dmarc.example.org"] = ["v=DMARC1; p=none; rua=mailto:x@example.org"],
                }
            )
        ).ShouldBe(["SPF weak", "DKIM weak", "DMARC weak"]);
    }

    [Fact]
    public async Task A_name_server_that_says_nothing_is_no_error()
    {
        await using var server = await TestServer.StartAsync(settings =>
            settings with
            {
                MailFrom = "tickets@example.org",
                DkimSelector = "mail2031",
                DnsServer = new IPEndPoint(IPAddress.Loopback, 9),
            }
        );
        var admin = await Cast.Admin(server);

        var proofs = (await admin.Get(Health)).ShouldBe(200)["proofs"].EnumerateArray();

        proofs.ShouldAllBe(proof => proof.GetProperty("state").GetString() == "unknown");
    }

    [Fact]
    public async Task What_waits_what_is_dead_and_why_is_seen_and_a_test_mail_goes_the_same_way()
    {
        await using var mails = MailServer.Open();
        mails.Refusal = line => line.Contains("nobody", StringComparison.Ordinal) ? "550 nobody here" : null;
        await using var server = await TestServer.StartAsync(settings =>
            settings with
            {
                SmtpUrl = mails.Url,
            }
        );
        var admin = await Cast.Admin(server);
        await server.WriteMails(MailKinds.Welcome, 1, "dead", "nobody@seatmate.example");
        await server.ShouldHaveDeadLetters(1);

        (await admin.Post("/admin/mails/test")).ShouldBe(200);

        await mails.ShouldHave(1);
        mails.Letters[0].ShouldContain($"RCPT TO:<{admin.Email}>");
        await Eventually.ShouldBeTrue(
            async () => (await admin.Get(Health))["sent_today"].GetInt32() == 1,
            "the test mail counts"
        );
        var health = (await admin.Get(Health)).ShouldBe(200);
        health["dead"].GetInt32().ShouldBe(1);
        health["waiting"].GetInt32().ShouldBe(0);
        health.Text("server").ShouldBe($"127.0.0.1:{mails.Port}");
        var trouble = health["troubles"].EnumerateArray().ShouldHaveSingleItem();
        trouble.GetProperty("error").GetString()!.ShouldContain("nobody here");
        trouble.GetProperty("dead").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task It_is_for_admins()
    {
        var cleo = await Cast.Cleo();

        (await cleo.Get(Health)).ShouldFail(403, "forbidden");
        (await cleo.Post("/admin/mails/test")).ShouldFail(403, "forbidden");
    }

    private static async Task<string[]> ProofsWith(Dictionary<string, string[]> texts)
    {
        await using var names = new NameServer(texts);
        await using var server = await TestServer.StartAsync(settings =>
            settings with
            {
                MailFrom = "tickets@example.org",
                DkimSelector = "mail2031",
                DnsServer = names.Address,
            }
        );
        var health = (await (await Cast.Admin(server)).Get(Health)).ShouldBe(200);
        return
        [
            .. health["proofs"]
                .EnumerateArray()
                .Select(proof =>
                    $"{proof.GetProperty("name").GetString()} {proof.GetProperty("state").GetString()}"
                ),
        ];
    }
}
