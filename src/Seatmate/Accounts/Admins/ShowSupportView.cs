using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Seatmate.Accounts.Users;
using Seatmate.Platform;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;

namespace Seatmate.Accounts.Admins;

/// <summary>A device that somebody is signed in on.</summary>
public sealed record SupportedSession(string Device, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt);

/// <summary>An account as its person sees it, as far as support needs it; there is nothing to change in it.</summary>
public sealed record SupportView(
    UserDetails User,
    DateTimeOffset? LastSignInAt,
    IReadOnlyList<SupportedSession> Sessions,
    DateTimeOffset ConsentUntil
);

/// <summary>Lets an admin look at an account while its person consents. That they looked is noted in the same
/// transaction, and shown to the person.</summary>
public static class ShowSupportView
{
    internal const string Looked = "accounts.support_viewed";

    public static async Task<Results<Ok<SupportView>, Problem>> Handle(
        long id,
        Caller caller,
        SeatmateDb db,
        TimeProvider clock,
        CancellationToken cancel
    )
    {
        if (await db.Users.AsNoTracking().SingleOrDefaultAsync(user => user.Id == id, cancel) is not { } user)
            return Problem.NotFound("User", id);
        return await db.InTransaction(() => Look(db, user, caller, clock.GetUtcNow(), cancel), cancel);
    }

    public static Problem ConsentNeeded() =>
        new(StatusCodes.Status403Forbidden, "consent-needed", "They have not allowed support to look");

    private static async Task<Results<Ok<SupportView>, Problem>> Look(
        SeatmateDb db,
        User user,
        Caller caller,
        DateTimeOffset now,
        CancellationToken cancel
    )
    {
        if (await db.SupportUntil(user.Id, now, cancel) is not { } until)
            return ConsentNeeded();
        var sessions = await db
            .Sessions.AsNoTracking()
            .Where(session => session.UserId == user.Id && session.ExpiresAt > now)
            .OrderByDescending(session => session.CreatedAt)
            .Select(session => new SupportedSession(session.Device, session.CreatedAt, session.ExpiresAt))
            .ToListAsync(cancel);
        db.Note(caller.UserId, Looked, $"user:{user.Id}");
        return TypedResults.Ok(new SupportView(UserDetails.From(user), user.LastSignInAt, sessions, until));
    }
}
