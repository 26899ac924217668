using System.Net.Mail;

namespace Seatmate.Notifications.Mails;

/// <summary>What the failures of the mail server mean for a mail (RFC 5321: 4xx is for now, 5xx for ever).</summary>
public static class SmtpFaults
{
    private const int SentenceMax = 500;

    /// <summary>Refusals that are about us and not about the mail: they end when somebody mends the settings. By 554 a
    /// server also refuses the mail itself, but first of all the call, or to relay for us.</summary>
    private static readonly int[] AboutUs = [530, 534, 535, 538, 554];

    public static bool IsForEver(Exception error, string address) =>
        error switch
        {
            SmtpException { StatusCode: SmtpStatusCode.GeneralFailure, InnerException: null } => address.Any(
                sign => !char.IsAscii(sign)
            ),
            SmtpException smtp => (int)smtp.StatusCode is >= 500 and < 600
                && !AboutUs.Contains((int)smtp.StatusCode),
            FormatException => true,
            _ => false,
        };

    public static string Sentence(Exception error)
    {
        var sentence =
            error.InnerException is { } cause && error is SmtpException
                ? $"{error.Message} {cause.Message}"
                : error.Message;
        return sentence.Length > SentenceMax ? sentence[..SentenceMax] : sentence;
    }
}
