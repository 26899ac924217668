using Microsoft.EntityFrameworkCore;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;

namespace Seatmate.Accounts.Sessions;

/// <summary>A signed-in device in words. When it was last used is known to within five minutes.</summary>
public sealed record SessionSummary(
    Guid Id,
    string Device,
    string Place,
    SignInMethod Method,
    DateTimeOffset CreatedAt,
    DateTimeOffset LastUsedAt,
    DateTimeOffset ExpiresAt,
    bool IsThisOne
);

/// <summary>Where the caller is signed in, the last used first; a hundred at most.</summary>
public static class ListSessions
{
    private const int ShownMax = 100;

    public static async Task<IReadOnlyList<SessionSummary>> Handle(
        Caller caller,
        SeatmateDb db,
        TimeProvider clock,
        CancellationToken cancel
    )
    {
        var now = clock.GetUtcNow();
        var living = await db
            .Sessions.AsNoTracking()
            .Where(session => session.UserId == caller.UserId && session.ExpiresAt > now)
            .OrderByDescending(session => session.LastUsedAt)
            .Take(ShownMax)
            .ToListAsync(cancel);
        return
        [
            .. living.Select(session => new SessionSummary(
                session.Id,
                DeviceWords.Of(session.Device),
                DeviceWords.PlaceOf(session.Address),
                session.Method,
                session.CreatedAt,
                session.LastUsedAt,
                session.ExpiresAt,
                session.Id == caller.SessionId
            )),
        ];
    }
}
