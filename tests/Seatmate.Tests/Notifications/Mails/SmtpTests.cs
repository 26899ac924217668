using Seatmate.Notifications.Mails;

namespace Seatmate.Tests.Notifications.Mails;

/// <summary>The real program and a mail server that asks for TLS and a password.</summary>
public sealed class SmtpTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly string data = Directory.CreateTempSubdirectory("seatmate-smtp-").FullName;

    public void Dispose() => Directory.Delete(data, recursive: true);

    [Fact]
    public async Task It_signs_in_behind_tls_where_the_certificate_is_trusted()
    {
        var login = MailLogin.New();
        await using var mailbox = await Mailbox.Open(login: login);
        await using var writer = await ServerWithOneMail();

        await using var program = await Serve(writer, mailbox, login.Certificate);

        await mailbox.ShouldHold(1, Patience);
        (await mailbox.Look()).SignedIn.ShouldBe(1);
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_gets_no_mail_and_no_password()
    {
        await using var mailbox = await Mailbox.Open(login: MailLogin.New());
        await using var writer = await ServerWithOneMail();

        await using var program = await Serve(writer, mailbox, trusted: MailLogin.New().Certificate);

        await Eventually.ShouldBeTrue(
            async () => (await Error(writer)).Contains("certificate", StringComparison.OrdinalIgnoreCase),
            "the queue says what is wrong",
            Patience
        );
        (await mailbox.Look()).Letters.ShouldBe(0);
        (await writer.Ask<long>("SELECT count(*) FROM notifications.mails WHERE due_at > now()")).ShouldBe(
            1,
            "it is tried again later"
        );
    }

    private static async Task<TestServer> ServerWithOneMail()
    {
        var server = await TestServer.StartAsync();
        await server.WriteMails(MailKinds.Welcome, 1, "tls", "person@seatmate.example");
        await server.Execute("UPDATE notifications.mails SET due_at = now()");
        return server;
    }

    private async Task<SeatmateProcess> Serve(TestServer writer, Mailbox mailbox, string trusted)
    {
        var file = Path.Combine(data, "trusted.pem");
        await File.WriteAllTextAsync(file, trusted, TestContext.Current.CancellationToken);
        (string, string)[] settings =
        [
            ("DATABASE_URL", writer.Connection),
            ("SMTP_URL", mailbox.Url.ToString()),
            ("JWT_SECRET_KEY", TestServer.JwtSecret),
            ("SSL_CERT_FILE", file),
        ];
        return await SeatmateProcess.Serve(data, null, settings).Ready();
    }

    private static Task<string> Error(TestServer server) =>
        server.Ask<string>("SELECT coalesce(max(last_error), '') FROM notifications.mails");
}
