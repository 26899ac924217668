using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Seatmate.Platform;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;

namespace Seatmate.Accounts.Sessions;

/// <summary>Signs one of the caller's devices out, on every process at once: the row's deletion is what they all hear
/// of. Somebody else's session is not there.</summary>
public static class EndSession
{
    public static async Task<Results<Ok<Done>, Problem>> Handle(
        Guid id,
        Caller caller,
        SeatmateDb db,
        LivingSessions sessions,
        CancellationToken cancel
    )
    {
        var ended = await db.InTransaction(
            async () =>
            {
                var count = await db
                    .Sessions.Where(session => session.Id == id && session.UserId == caller.UserId)
                    .ExecuteDeleteAsync(cancel);
                if (count > 0)
                    db.Note(
                        caller.UserId,
                        "accounts.session_ended",
                        $"user:{caller.UserId}",
                        new { session = id }
                    );
                return count;
            },
            cancel
        );
        if (ended == 0)
            return Problem.NotFound("There is no such session");
        sessions.Forget(id);
        return TypedResults.Ok(new Done("Signed out there"));
    }
}

/// <summary>Signs the caller out everywhere but here; signing out ends this session too.</summary>
public static class EndOtherSessions
{
    public static async Task<Ok<Done>> Handle(
        Caller caller,
        SeatmateDb db,
        LivingSessions sessions,
        CancellationToken cancel
    )
    {
        var ended = await db.InTransaction(
            async () =>
            {
                var ids = await db
                    .Database.SqlQuery<Guid>(
                        $"""
                        DELETE FROM accounts.sessions WHERE user_id = {caller.UserId} AND id <> {caller.SessionId}
                        RETURNING id AS "Value"
                        """
                    )
                    .ToListAsync(cancel);
                db.Note(
                    caller.UserId,
                    "accounts.other_sessions_ended",
                    $"user:{caller.UserId}",
                    new { ids.Count }
                );
                return ids;
            },
            cancel
        );
        foreach (var id in ended)
            sessions.Forget(id);
        return TypedResults.Ok(new Done("Signed out everywhere else"));
    }
}
