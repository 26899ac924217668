using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Seatmate.Platform;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;

namespace Seatmate.Accounts.Erasures;

/// <summary>Whether and when one's account goes.</summary>
public static class ShowErasure
{
    public static async Task<Results<Ok<ErasureDetails>, Problem>> Handle(
        long id,
        Caller caller,
        SeatmateDb db,
        CancellationToken cancel
    )
    {
        if (id != caller.UserId)
            return Problem.NotFound("User", id);
        var erasure = await db.Erasures.AsNoTracking().SingleOrDefaultAsync(e => e.UserId == id, cancel);
        return TypedResults.Ok(new ErasureDetails(erasure?.AskedAt, erasure?.DueAt));
    }
}

/// <summary>Changes one's mind: the account stays. Correct against the job that erases, since one of the two has the
/// row.</summary>
public static class KeepAccount
{
    public static async Task<Results<Ok<Done>, Problem>> Handle(
        long id,
        Caller caller,
        SeatmateDb db,
        CancellationToken cancel
    )
    {
        if (id != caller.UserId)
            return Problem.NotFound("User", id);
        return await db.InTransaction(() => Keep(db, caller, cancel), cancel);
    }

    private static async Task<Results<Ok<Done>, Problem>> Keep(
        SeatmateDb db,
        Caller caller,
        CancellationToken cancel
    )
    {
        if (await db.Erasures.Where(e => e.UserId == caller.UserId).ExecuteDeleteAsync(cancel) == 0)
            return Problem.NotFound("Nobody asked to erase this account");
        db.Note(caller.UserId, "accounts.erasure_called_off", $"user:{caller.UserId}");
        return TypedResults.Ok(new Done("Your account stays"));
    }
}
