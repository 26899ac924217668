using System.Net;
using Seatmate.Platform;
using Seatmate.Platform.Http;

namespace Seatmate.Notifications.Mails;

/// <summary>The mailbox page /dev/mail shows every mail to whoever asks, so it is there only where nobody else can:
/// without a mail server, with an address of this very machine as PUBLIC_URL, asked from this machine by that
/// address.</summary>
public sealed class DevelopmentMailbox(Settings settings)
{
    public bool IsOpenTo(HttpContext context) =>
        settings.SmtpUrl is null
        && settings.PublicUrl.IsLoopback
        && context.Connection.RemoteIpAddress is { } caller
        && IPAddress.IsLoopback(caller)
        && Uri.TryCreate($"http://{context.Request.Host}", UriKind.Absolute, out var asked)
        && asked.IsLoopback;

    public static Problem Closed() => Problem.NotFound("There is no mailbox here");
}
