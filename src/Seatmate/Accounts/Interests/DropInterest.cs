using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Seatmate.Platform;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;

namespace Seatmate.Accounts.Interests;

/// <summary>Takes a word off what one likes.</summary>
public static class DropInterest
{
    public static async Task<Results<Ok<Done>, Problem>> Handle(
        long id,
        long interestId,
        Caller caller,
        SeatmateDb db,
        CancellationToken cancel
    )
    {
        if (id != caller.UserId)
            return Problem.NotFound("User", id);
        return await db.InTransaction(() => Drop(interestId, caller, db, cancel), cancel);
    }

    private static async Task<Results<Ok<Done>, Problem>> Drop(
        long interestId,
        Caller caller,
        SeatmateDb db,
        CancellationToken cancel
    )
    {
        var one = db.Interests.Of(caller).Where(interest => interest.Id == interestId);
        if (await one.ExecuteDeleteAsync(cancel) == 0)
            return Problem.NotFound("Interest", interestId);
        db.Note(caller.UserId, "accounts.interest_dropped", $"user:{caller.UserId}");
        return TypedResults.Ok(new Done("Forgotten"));
    }
}
