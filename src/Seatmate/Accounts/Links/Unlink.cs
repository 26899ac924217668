using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Seatmate.Platform;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;

namespace Seatmate.Accounts.Links;

/// <summary>Takes an outside account off one's own. Never the last way in: the database counts what is left, with the
/// person's row locked, so of two that go at once one stays (links_leave_a_way_in).</summary>
public static class Unlink
{
    public static async Task<Results<Ok<Done>, Problem>> Handle(
        long id,
        Caller caller,
        SeatmateDb db,
        CancellationToken cancel
    )
    {
        try
        {
            return await db.InTransaction(() => Remove(id, caller, db, cancel), cancel);
        }
        catch (Exception error) when (error.BrokenConstraint() == AccountsTables.LeavesAWayIn)
        {
            return Problem.Conflict(
                "last-way-in",
                "This is your only way to sign in. Set a password first, then disconnect it"
            );
        }
    }

    private static async Task<Results<Ok<Done>, Problem>> Remove(
        long id,
        Caller caller,
        SeatmateDb db,
        CancellationToken cancel
    )
    {
        var mine = db.Links.Of(caller).Where(link => link.Id == id);
        if (await mine.Select(link => link.Provider).SingleOrDefaultAsync(cancel) is not { } provider)
            return Problem.NotFound("Link", id);
        if (await mine.ExecuteDeleteAsync(cancel) == 0)
            return Problem.NotFound("Link", id);
        db.Note(caller.UserId, "accounts.unlinked", $"user:{caller.UserId}", new { provider });
        return TypedResults.Ok(new Done("Disconnected"));
    }
}
