using Seatmate.Accounts.Users;
using Seatmate.Platform;
using Seatmate.Platform.Database;

namespace Seatmate.Accounts.Sessions;

/// <summary>A person who proved who they are, and the token of their new session.</summary>
public sealed record NewSession(User User, string Token, DateTimeOffset ExpiresAt);

/// <summary>How a person proved who they are.</summary>
public enum SignInMethod
{
    Password,
}

/// <summary>What all ways of signing in share: the session made from the proof, whatever the proof was.</summary>
public sealed class SignIns(SeatmateDb db, AccessTokens tokens, TimeProvider clock)
{
    private const int DeviceLengthMax = 200;

    /// <summary>A new session for a person who proved who they are.</summary>
    public async Task<NewSession> Open(
        User user,
        SignInMethod method,
        HttpContext context,
        CancellationToken cancel
    )
    {
        var now = clock.GetUtcNow();
        var session = new Session
        {
            UserId = user.Id,
            Device = Device(context),
            Address = context.Connection.RemoteIpAddress?.ToString() ?? "",
            ExpiresAt = now + Session.Lifetime,
        };
        await db.InTransaction(
            () =>
            {
                db.Sessions.Add(session);
                user.LastSignInAt = now;
                db.Note(
                    user.Id,
                    "accounts.signed_in",
                    $"user:{user.Id}",
                    new
                    {
                        method,
                        session.Address,
                        session.Device,
                    }
                );
                return Task.FromResult(true);
            },
            cancel
        );
        var role = user.IsAdmin ? "admin" : "user";
        return new(user, tokens.Issue(user.Id, role, session.Id, session.ExpiresAt), session.ExpiresAt);
    }

    private static string Device(HttpContext context)
    {
        var agent = new string([
            .. context.Request.Headers.UserAgent.ToString().Where(sign => sign is >= ' ' and <= '~'),
        ]);
        return agent.Length > DeviceLengthMax ? agent[..DeviceLengthMax] : agent;
    }
}
