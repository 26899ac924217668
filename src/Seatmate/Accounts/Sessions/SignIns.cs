using Microsoft.EntityFrameworkCore;
using Seatmate.Accounts.Users;
using Seatmate.Platform;
using Seatmate.Platform.Database;

namespace Seatmate.Accounts.Sessions;

/// <summary>A person who proved who they are, and the token of their new session.</summary>
public sealed record NewSession(User User, string Token, DateTimeOffset ExpiresAt);

/// <summary>What both ways of signing in share: the check of the password and the session made from it.</summary>
public sealed class SignIns(SeatmateDb db, PasswordHasher hasher, AccessTokens tokens, TimeProvider clock)
{
    private const int DeviceLengthMax = 200;

    /// <summary>A new session, or null when e-mail or password is wrong; both take the same time.</summary>
    public async Task<NewSession?> Open(
        string email,
        string password,
        HttpContext context,
        CancellationToken cancel
    )
    {
        var user = await db.Users.WithEmail(email).SingleOrDefaultAsync(cancel);
        if (!await hasher.Verify(password, user?.PasswordHash, cancel) || user is null)
            return null;
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
                    new { session.Address, session.Device }
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
