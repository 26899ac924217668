using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Seatmate.Accounts.Contracts;
using Seatmate.Notifications.Mails;
using Seatmate.Notifications.Reports;
using Seatmate.Platform.Database;

namespace Seatmate.Tests.Notifications.Mails;

/// <summary>Files on their whole way to a real mail server, where a mail program opens them.</summary>
public sealed class MailAttachmentTests : IAsyncLifetime
{
    private const string Name = "Zoë Ångström 東京";

    private Mailbox Mailbox { get; set; } = null!;
    private TestServer Server { get; set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Mailbox = await Mailbox.Open();
        Server = await TestServer.StartAsync(settings => settings with { SmtpUrl = Mailbox.Url });
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        await Mailbox.DisposeAsync();
    }

    [Fact]
    public async Task A_month_arrives_with_its_pdf_as_it_was_kept()
    {
        var ben = await Cast.Ben(Server);
        await Server.Execute(
            "UPDATE accounts.users SET name = $1, language = 'fr' WHERE id = $2",
            Name,
            ben.Id
        );
        (await ben.Put("/reports/setting", new { pdf = true })).ShouldBe(200);
        await Server.Execute(
            "INSERT INTO social.posts (author_id, title, content, created_at) VALUES ($1, 'Walk', 'Far.', '2031-08-10T12:00Z')",
            ben.Id
        );

        var id = await WriteMonth(ben, new DateOnly(2031, 8, 1));

        var letter = await Arrived(id);
        letter.Subject.ShouldBe("Votre mois sur Seatmate : août 2031");
        letter.To.ShouldContain(Name);
        var file = letter.Files.ShouldHaveSingleItem();
        file.Name.ShouldBe("seatmate-2031-08.pdf");
        file.Type.ShouldBe("application/pdf");
        Encoding.Latin1.GetString(file.Bytes).ShouldStartWith("%PDF");
        file.Bytes.ShouldBe(await Server.Ask<byte[]>("SELECT attachment FROM notifications.mails"));
    }

    [Theory]
    [InlineData("Übersicht für März – 東京.pdf")]
    [InlineData("Один очень длинный файл, имя которого не помещается в одну строку письма, 🎟.pdf")]
    [InlineData("a \"quoted\"; name=x.pdf")]
    public async Task A_file_keeps_its_name_and_a_mail_its_subject_in_any_script(string name)
    {
        var bytes = Enumerable.Range(0, 70_000).Select(i => (byte)(i * 31)).ToArray();
        await Server.Execute(
            """
            INSERT INTO notifications.mails
                (message_id, kind, to_name, to_address, subject, body, attachment_name, attachment, due_at)
            VALUES ('file@seatmate', 'tickets', $1, 'ben@seatmate.example', $2, 'Look.', $2, $3, now())
            """,
            Name,
            name,
            bytes
        );

        var letter = await Arrived("<file@seatmate>");

        letter.Subject.ShouldBe(name);
        letter.To.ShouldContain(Name);
        var file = letter.Files.ShouldHaveSingleItem();
        file.Name.ShouldBe(name);
        file.Type.ShouldBe("application/pdf");
        file.Bytes.ShouldBe(bytes);
    }

    private async Task<string> WriteMonth(Person person, DateOnly month)
    {
        await using var scope = Server.Services.CreateAsyncScope();
        var services = scope.ServiceProvider;
        var cancel = TestContext.Current.CancellationToken;
        var contact = await services.GetRequiredService<IPeople>().Contact(person.Id, cancel);
        var mails = await services.GetRequiredService<MonthlyReports>().Mails([contact!], month, cancel);
        await services
            .GetRequiredService<SeatmateDb>()
            .InTransaction(
                async () =>
                {
                    await services.GetRequiredService<MailWriter>().Write([.. mails], cancel);
                    return true;
                },
                cancel
            );
        return $"<{mails.ShouldHaveSingleItem().MessageId}>";
    }

    private async Task<Mailbox.Letter> Arrived(string id)
    {
        await Eventually.ShouldBeTrue(
            async () => (await Mailbox.Look(id)).Letter is not null,
            $"the mail {id} has come"
        );
        return (await Mailbox.Look(id)).Letter!;
    }
}
