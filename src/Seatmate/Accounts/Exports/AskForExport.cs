using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Seatmate.Platform;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;

namespace Seatmate.Accounts.Exports;

/// <summary>Asks for everything about oneself as a ZIP; a job makes it, a mail says when it is there. Asked twice or at
/// once it is one: exports_one_under_way decides, and the one under way is answered.</summary>
public static class AskForExport
{
    public static async Task<Results<Accepted<ExportDetails>, Problem>> Handle(
        long id,
        Caller caller,
        SeatmateDb db,
        TimeProvider clock,
        CancellationToken cancel
    )
    {
        if (id != caller.UserId)
            return Problem.NotFound("User", id);
        var export = await db.InTransaction(() => Ask(db, caller, cancel), cancel);
        return TypedResults.Accepted(
            $"/user/{id}/exports/{export.Id}",
            ExportDetails.From(export, clock.GetUtcNow())
        );
    }

    private static async Task<Export> Ask(SeatmateDb db, Caller caller, CancellationToken cancel)
    {
        var made = await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO accounts.exports (user_id) VALUES ({caller.UserId})
            ON CONFLICT (user_id) WHERE ready_at IS NULL AND failed_at IS NULL DO NOTHING
            """,
            cancel
        );
        if (made == 1)
            db.Note(caller.UserId, "accounts.export_asked", $"user:{caller.UserId}");
        return await db.Exports.Of(caller).OrderByDescending(export => export.Id).FirstAsync(cancel);
    }
}
