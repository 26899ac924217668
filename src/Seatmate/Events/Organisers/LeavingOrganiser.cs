using Microsoft.EntityFrameworkCore;
using Seatmate.Accounts.Contracts;
using Seatmate.Events.Contracts;
using Seatmate.Events.Listings;
using Seatmate.Platform.Database;
using Seatmate.Platform.Outbox;

namespace Seatmate.Events.Organisers;

/// <summary>When a person leaves, their drafts go; what is public stays with its organiser. One that has nothing left
/// to show loses the person's name, which nobody needs any more.</summary>
public sealed class LeavingOrganiser(SeatmateDb db, TimeProvider clock) : IUserLeaving
{
    public async Task Leave(long userId, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var drafts = await db
            .Events.Where(listed =>
                listed.CreatorId == userId && listed.DeletedAt == null && listed.Status == EventStatus.Draft
            )
            .ToListAsync(cancel);
        foreach (var draft in drafts)
        {
            draft.DeletedAt = now;
            db.Publish(new EventDeleted(draft.Id));
        }
        await db.SaveChangesAsync(cancel);
        await db.Database.ExecuteSqlAsync(
            $"""
            UPDATE events.organisers SET name = 'A former organiser', slug = 'former-' || id
            WHERE created_by = {userId}
                AND NOT EXISTS (
                    SELECT FROM events.events WHERE organiser_id = organisers.id AND deleted_at IS NULL)
            """,
            cancel
        );
    }
}
