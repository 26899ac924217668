using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Seatmate.Events.Contracts;
using Seatmate.Platform;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;
using Seatmate.Platform.Outbox;
using Seatmate.Ticketing.Contracts;

namespace Seatmate.Events.Listings;

/// <summary>Calls an event off. The row stays for those who have booked; the fact that it is deleted leaves in the
/// same transaction, exactly once because of the row's lock, and gives everybody their money back. Its stocks are
/// closed with it, so that no booking under way is placed after all were cancelled.</summary>
public static class DeleteEvent
{
    public static Task<Results<Ok<Done>, Problem>> Handle(
        long id,
        Caller caller,
        SeatmateDb db,
        ISections sections,
        TimeProvider clock,
        CancellationToken cancel
    ) => db.InTransaction(() => Delete(id, caller, db, sections, clock.GetUtcNow(), cancel), cancel);

    private static async Task<Results<Ok<Done>, Problem>> Delete(
        long id,
        Caller caller,
        SeatmateDb db,
        ISections sections,
        DateTimeOffset now,
        CancellationToken cancel
    )
    {
        var found = db.Events.Locked(id).VisibleTo(caller.AsViewer);
        if (!caller.IsAdmin)
            found = found.ManagedBy(caller.AsViewer, TeamPermission.DeleteEvents);
        if (await found.SingleOrDefaultAsync(cancel) is not { } listed)
            return await db.Events.NotYours(id, caller, "delete", cancel);
        listed.DeletedAt = now;
        await sections.Close(id, cancel);
        db.Publish(new EventDeleted(id));
        db.Note(caller.UserId, "events.event_deleted", $"event:{id}", null, listed.OrganiserId);
        return TypedResults.Ok(new Done($"Event '{listed.Title}' deleted successfully"));
    }
}
