using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Seatmate.Platform;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;

namespace Seatmate.Accounts.Exports;

/// <summary>How far one's export is, and where it can be fetched.</summary>
public static class ShowExport
{
    public static async Task<Results<Ok<ExportDetails>, Problem>> Handle(
        long id,
        long exportId,
        Caller caller,
        SeatmateDb db,
        TimeProvider clock,
        CancellationToken cancel
    ) =>
        id == caller.UserId
        && await db.Exports.AsNoTracking().Of(caller).SingleOrDefaultAsync(e => e.Id == exportId, cancel)
            is { } export
            ? TypedResults.Ok(ExportDetails.From(export, clock.GetUtcNow()))
            : Problem.NotFound("Export", exportId);
}

/// <summary>One's own, the newest first.</summary>
public static class ListExports
{
    private const int ShownMax = 20;

    public static async Task<Results<Ok<ExportDetails[]>, Problem>> Handle(
        long id,
        Caller caller,
        SeatmateDb db,
        TimeProvider clock,
        CancellationToken cancel
    )
    {
        if (id != caller.UserId)
            return Problem.NotFound("User", id);
        var newest = await db
            .Exports.AsNoTracking()
            .Of(caller)
            .OrderByDescending(export => export.Id)
            .Take(ShownMax)
            .ToListAsync(cancel);
        return TypedResults.Ok(newest.Select(e => ExportDetails.From(e, clock.GetUtcNow())).ToArray());
    }
}

public static class ExportScopes
{
    public static IQueryable<Export> Of(this IQueryable<Export> exports, Caller caller) =>
        exports.Where(export => export.UserId == caller.UserId);
}

/// <summary>The ZIP itself, piece by piece as it lies in the database: for its person only, as long as it has not
/// expired. Whoever fetches it is noted.</summary>
public static class FetchExport
{
    public static async Task<Results<PushStreamHttpResult, Problem>> Handle(
        long id,
        long exportId,
        Caller caller,
        SeatmateDb db,
        ExportChunks chunks,
        TimeProvider clock,
        CancellationToken cancel
    )
    {
        var export = await db
            .Exports.AsNoTracking()
            .Of(caller)
            .SingleOrDefaultAsync(e => e.Id == exportId, cancel);
        if (id != caller.UserId || export is null)
            return Problem.NotFound("Export", exportId);
        switch (export.StatusAt(clock.GetUtcNow()))
        {
            case ExportStatus.UnderWay:
                return Problem.Conflict("export-under-way", "This export is still being made");
            case ExportStatus.Failed or ExportStatus.Expired:
                return Problem.Gone("export-gone", "This export is no longer there; ask for a new one");
        }
        db.Note(caller.UserId, "accounts.export_fetched", $"user:{caller.UserId}");
        await db.SaveChangesAsync(cancel);
        return TypedResults.Stream(
            stream => chunks.CopyTo(stream, export, cancel),
            "application/zip",
            $"seatmate-{export.AskedAt:yyyy-MM-dd}.zip"
        );
    }
}
