namespace Seatmate.Tests;

/// <summary>How long somebody who guesses has to wait.</summary>
public static class Waits
{
    /// <summary>A minute from now for all who have to wait, instead of a second or two, which are over on a slow
    /// machine before they are seen.</summary>
    public static Task LengthenWaits(this TestServer server) =>
        server.Execute(
            """
            UPDATE accounts.sign_in_tries SET blocked_until = now() + interval '1 minute'
            WHERE blocked_until > now() - interval '1 minute'
            """
        );
}
