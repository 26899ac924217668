using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Seatmate.Accounts.Contracts;
using Seatmate.Accounts.Users;
using Seatmate.Platform;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;
using Seatmate.Platform.Outbox;

namespace Seatmate.Accounts.Erasures;

/// <summary>Both are null when nobody has asked.</summary>
public sealed record ErasureDetails(DateTimeOffset? AskedAt, DateTimeOffset? DueAt);

/// <summary>Asks to be erased in fourteen days; a mail tells, and whoever changes their mind says so before. Asked
/// again it stays the first day. The last admin cannot go.</summary>
public static class AskForErasure
{
    public static async Task<Results<Accepted<ErasureDetails>, Problem>> Handle(
        long id,
        Caller caller,
        SeatmateDb db,
        CancellationToken cancel
    )
    {
        if (id != caller.UserId)
            return Problem.NotFound("User", id);
        return await db.InTransaction(() => Ask(db, caller, cancel), cancel);
    }

    private static async Task<Results<Accepted<ErasureDetails>, Problem>> Ask(
        SeatmateDb db,
        Caller caller,
        CancellationToken cancel
    )
    {
        if (
            caller.IsAdmin
            && !await db.Users.AnyAsync(u => u.Role == Role.Admin && u.Id != caller.UserId, cancel)
        )
            return AccountLeaving.LastAdmin();
        var isNew = await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO accounts.erasures (user_id, due_at) VALUES ({caller.UserId}, now() + interval '14 days')
            ON CONFLICT (user_id) DO NOTHING
            """,
            cancel
        );
        var erasure = await db.Erasures.AsNoTracking().SingleAsync(e => e.UserId == caller.UserId, cancel);
        if (isNew == 1)
        {
            db.Note(caller.UserId, "accounts.erasure_asked", $"user:{caller.UserId}", new { erasure.DueAt });
            db.Publish(new ErasureAsked(caller.UserId, erasure.DueAt));
        }
        return TypedResults.Accepted(
            $"/user/{caller.UserId}/erasure",
            new ErasureDetails(erasure.AskedAt, erasure.DueAt)
        );
    }
}
