using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Seatmate.Platform;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;

namespace Seatmate.Accounts.Sessions;

/// <summary>Ends the caller's session. Correct on every node because the row's deletion is what they all hear
/// of.</summary>
public static class SignOut
{
    public static async Task<Ok<Done>> Handle(
        Caller caller,
        SeatmateDb db,
        LivingSessions sessions,
        HttpContext context,
        CancellationToken cancel
    )
    {
        await db.InTransaction(
            async () =>
            {
                db.Note(caller.UserId, "accounts.signed_out", $"user:{caller.UserId}");
                return await db
                    .Sessions.Where(session => session.Id == caller.SessionId)
                    .ExecuteDeleteAsync(cancel);
            },
            cancel
        );
        sessions.Forget(caller.SessionId);
        SessionCookie.Own.Clear(context);
        return TypedResults.Ok(new Done("Signed out successfully"));
    }
}
