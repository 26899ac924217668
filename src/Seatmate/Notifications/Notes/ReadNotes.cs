using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;

namespace Seatmate.Notifications.Notes;

/// <summary>Some notes by their ids, or all up to one: the newest that its reader has seen.</summary>
public sealed record ReadNotesRequest([property: MaxLength(100)] IReadOnlyList<long>? Ids, long? UpTo);

/// <summary>Notes that the caller has read them. Those of others are not theirs to read: nothing happens to them. What
/// was read keeps its time, and what came meanwhile stays unread.</summary>
public static class ReadNotes
{
    public static async Task<Results<Ok<UnreadNotes>, Problem>> Handle(
        ReadNotesRequest request,
        Caller caller,
        SeatmateDb db,
        TimeProvider clock,
        CancellationToken cancel
    )
    {
        if (request.Ids is null == request.UpTo is null)
            return Problem.Invalid("ids", "Say either which ones, or up to which one.");
        var unread = db.Notes.OwnedBy(caller.UserId).Where(note => note.ReadAt == null);
        var read = request.Ids is { } ids
            ? unread.Where(note => ids.Contains(note.Id))
            : unread.Where(note => note.Id <= request.UpTo);
        var now = clock.GetUtcNow();
        await read.ExecuteUpdateAsync(note => note.SetProperty(n => n.ReadAt, now), cancel);
        return TypedResults.Ok(await CountUnreadNotes.Of(caller.UserId, db, cancel));
    }
}
