using System.Text.RegularExpressions;

namespace Seatmate.Tests.Accounts.Proofs;

/// <summary>The mailbox of the tests: what a person was mailed last, once all reactions have run.</summary>
internal static partial class Mailbox
{
    public static Task<string> CodeFor(TestServer server, string email) =>
        Find(server, email, "sign-in-code", Code());

    public static Task<string> ConfirmationCodeFor(TestServer server, string email) =>
        Find(server, email, "email-confirmation", Code());

    public static Task<string> ConfirmationTokenFor(TestServer server, string email) =>
        Find(server, email, "email-confirmation", Token());

    public static Task<string> ResetTokenFor(TestServer server, string email) =>
        Find(server, email, "password-reset", Token());

    public static async Task<long> CountOf(TestServer server, string email, string kind)
    {
        await server.Settled();
        return await server.Ask<long>(
            "SELECT count(*) FROM notifications.mails WHERE lower(to_address) = lower($1) AND kind = $2",
            email,
            kind
        );
    }

    private static async Task<string> Find(TestServer server, string email, string kind, Regex secret)
    {
        await Eventually.ShouldBeTrue(
            async () => await CountOf(server, email, kind) > 0,
            $"{email} was mailed a {kind}"
        );
        var body = await server.Ask<string>(
            """
            SELECT body FROM notifications.mails WHERE lower(to_address) = lower($1) AND kind = $2
            ORDER BY id DESC LIMIT 1
            """,
            email,
            kind
        );
        return secret.Match(body).Groups["secret"].Value;
    }

    [GeneratedRegex(
        @"^(?<secret>\d{6})\r?$",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Code();

    [GeneratedRegex(@"token=(?<secret>[\w-]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Token();
}
