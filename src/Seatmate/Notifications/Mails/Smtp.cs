using System.Collections.Concurrent;
using System.Net;
using System.Net.Mail;
using System.Net.Mime;
using System.Text;
using Seatmate.Platform;

namespace Seatmate.Notifications.Mails;

public enum SmtpOutcome
{
    /// <summary>The mail server has it.</summary>
    Taken,

    /// <summary>It may be taken at another time.</summary>
    NotNow,

    /// <summary>It will never be taken.</summary>
    Never,
}

/// <summary>The seam to the mail server (SMTP_URL: smtp://user:password@host:587; STARTTLS is used whenever there is a
/// user; TLS from the first byte is not offered by System.Net.Mail). Connections are kept for the next mail.
/// docs/adr/0006 names the library to take instead.</summary>
public sealed class Smtp(Settings settings, TimeProvider clock) : IDisposable
{
    private const int Submission = 587;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan IdleMax = TimeSpan.FromSeconds(30);

    private readonly ConcurrentBag<Line> lines = [];

    public bool IsConfigured => settings.SmtpUrl is not null;

    /// <summary>Hands a mail to the server. A line that has been idle may have been hung up by the server: then a new
    /// one is tried at once.</summary>
    public async Task<(SmtpOutcome Outcome, string Error)> Send(Letter letter, CancellationToken cancel)
    {
        try
        {
            using var message = MessageOf(letter);
            if (Kept() is not { } kept || !await TryKept(kept, message, cancel))
                await SendOn(new Line(Connect()), message, cancel);
            return (SmtpOutcome.Taken, "");
        }
        catch (Exception error) when (!cancel.IsCancellationRequested)
        {
            return (
                SmtpFaults.IsForEver(error, letter.ToAddress) ? SmtpOutcome.Never : SmtpOutcome.NotNow,
                SmtpFaults.Sentence(error)
            );
        }
    }

    public void Dispose()
    {
        while (lines.TryTake(out var line))
            line.Client.Dispose();
    }

    private async Task<bool> TryKept(Line kept, MailMessage message, CancellationToken cancel)
    {
        try
        {
            await SendOn(kept, message, cancel);
            return true;
        }
        catch (SmtpException error)
            when (error.StatusCode == SmtpStatusCode.GeneralFailure
                || error.StatusCode == SmtpStatusCode.ServiceNotAvailable
            )
        {
            return false;
        }
    }

    private async Task SendOn(Line line, MailMessage message, CancellationToken cancel)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(Patience);
        try
        {
            await line.Client.SendMailAsync(message, patience.Token);
            lines.Add(line with { UsedAt = clock.GetUtcNow() });
        }
        catch (OperationCanceledException late) when (!cancel.IsCancellationRequested)
        {
            line.Client.Dispose();
            throw new TimeoutException(
                $"The mail server did not answer within {Patience.TotalSeconds} s.",
                late
            );
        }
        catch
        {
            line.Client.Dispose();
            throw;
        }
    }

    private Line? Kept()
    {
        while (lines.TryTake(out var line))
        {
            if (clock.GetUtcNow() - line.UsedAt < IdleMax)
                return line;
            line.Client.Dispose();
        }
        return null;
    }

    private SmtpClient Connect()
    {
        var server = settings.SmtpUrl!;
        var client = new SmtpClient(server.Host, server.Port > 0 ? server.Port : Submission)
        {
            DeliveryFormat = SmtpDeliveryFormat.International,
        };
        if (server.UserInfo.Split(':', 2) is [{ Length: > 0 } user, var password])
        {
            client.EnableSsl = true;
            client.Credentials = new NetworkCredential(
                Uri.UnescapeDataString(user),
                Uri.UnescapeDataString(password)
            );
        }
        return client;
    }

    private MailMessage MessageOf(Letter letter)
    {
        var message = new MailMessage(
            new MailAddress(settings.MailFrom, "Seatmate"),
            new MailAddress(letter.ToAddress, NameOnly(letter.ToName), Encoding.UTF8)
        )
        {
            Subject = MailCalendar.OneLine(letter.Subject),
            SubjectEncoding = Encoding.UTF8,
            HeadersEncoding = Encoding.UTF8,
        };
        if (settings.MailReturnPath is { } returnPath)
            message.Sender = new MailAddress(returnPath);
        message.Headers["Message-ID"] = $"<{letter.MessageId}>";
        message.Headers["Auto-Submitted"] = "auto-generated";
        message.AlternateViews.Add(View(letter.Body, MediaTypeNames.Text.Plain));
        if (letter.Html is { } html)
            message.AlternateViews.Add(View(html, MediaTypeNames.Text.Html));
        if (letter.Attachment is { } file)
            message.Attachments.Add(
                new Attachment(new MemoryStream(file.Bytes), file.Name, MediaTypeNames.Application.Pdf)
            );
        if (letter.UnsubscribeUrl is { } unsubscribe)
        {
            message.Headers["List-Unsubscribe"] = $"<{unsubscribe}>";
            message.Headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click";
        }
        return message;
    }

    private static AlternateView View(string text, string type)
    {
        var view = AlternateView.CreateAlternateViewFromString(text, Encoding.UTF8, type);
        view.TransferEncoding = TransferEncoding.QuotedPrintable;
        return view;
    }

    // A name that looks like an address would be shown as the one the mail is for.
    private static string NameOnly(string name) =>
        string.Concat(
                MailCalendar.OneLine(name).Where(sign => sign is not ('@' or '<' or '>' or '"' or '\\'))
            )
            .Trim();

    private sealed record Line(SmtpClient Client)
    {
        public DateTimeOffset UsedAt { get; init; }
    }
}
