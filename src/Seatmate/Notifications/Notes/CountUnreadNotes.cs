using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;

namespace Seatmate.Notifications.Notes;

/// <summary>How many notes were not read; more than ninety-nine are a hundred.</summary>
public sealed record UnreadNotes(int Unread);

/// <summary>How many notes the caller has not read. Counted to a hundred and no further, so that it costs as little as
/// it is asked often.</summary>
public static class CountUnreadNotes
{
    private const int CountedMax = 100;

    public static async Task<Ok<UnreadNotes>> Handle(
        Caller caller,
        SeatmateDb db,
        CancellationToken cancel
    ) => TypedResults.Ok(await Of(caller.UserId, db, cancel));

    internal static async Task<UnreadNotes> Of(long userId, SeatmateDb db, CancellationToken cancel) =>
        new(
            await db
                .Notes.OwnedBy(userId)
                .Where(note => note.ReadAt == null)
                .Take(CountedMax)
                .CountAsync(cancel)
        );
}
