using System.Net;
using System.Net.Mail;
using System.Text;
using Seatmate.Platform;

namespace Seatmate.Notifications.Mails;

/// <summary>The seam to the mail server (SMTP_URL: smtp://user:password@host:587, smtps:// for TLS from the first
/// byte is not offered by System.Net.Mail; STARTTLS is used whenever there is a user). docs/adr/0006 names the
/// library to take instead.</summary>
public sealed class Smtp(Settings settings)
{
    private const int Submission = 587;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public bool IsConfigured => settings.SmtpUrl is not null;

    public async Task Send(Mail mail, CancellationToken cancel)
    {
        var server = settings.SmtpUrl!;
        using var client = new SmtpClient(server.Host, server.Port > 0 ? server.Port : Submission);
        if (server.UserInfo.Split(':', 2) is [{ Length: > 0 } user, var password])
        {
            client.EnableSsl = true;
            client.Credentials = new NetworkCredential(
                Uri.UnescapeDataString(user),
                Uri.UnescapeDataString(password)
            );
        }
        using var message = new MailMessage(
            new MailAddress(settings.MailFrom, "Seatmate"),
            new MailAddress(mail.ToAddress, OneLine(mail.ToName), Encoding.UTF8)
        )
        {
            Subject = OneLine(mail.Subject),
            Body = mail.Body,
            SubjectEncoding = Encoding.UTF8,
            BodyEncoding = Encoding.UTF8,
        };
        message.Headers["Message-ID"] = $"<{mail.MessageId}>";
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(Patience);
        try
        {
            await client.SendMailAsync(message, patience.Token);
        }
        catch (OperationCanceledException late) when (!cancel.IsCancellationRequested)
        {
            throw new TimeoutException(
                $"The mail server did not answer within {Patience.TotalSeconds} s.",
                late
            );
        }
    }

    private static string OneLine(string text) => string.Concat(text.Where(sign => !char.IsControl(sign)));
}
