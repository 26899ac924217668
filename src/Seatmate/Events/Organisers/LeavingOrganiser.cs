using Microsoft.EntityFrameworkCore;
using Seatmate.Accounts.Contracts;
using Seatmate.Events.Contracts;
using Seatmate.Events.Listings;
using Seatmate.Platform;
using Seatmate.Platform.Database;
using Seatmate.Platform.Outbox;

namespace Seatmate.Events.Organisers;

/// <summary>When a person leaves, their drafts go, with their words, which nobody else has read; what is public stays
/// with its organiser. One that has nothing left to show loses the person's name, which nobody needs any more. A team
/// whose only owner they were passes to who of the others is trusted most, the longest in it.</summary>
public sealed class LeavingOrganiser(SeatmateDb db, IPeople people, TimeProvider clock) : IUserLeaving
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
            UPDATE events.events
            SET title = 'A former draft', slug = 'former-' || id, description = '', location = '', image_url = NULL,
                tags = ARRAY[]::text[]
            WHERE creator_id = {userId} AND status = 'draft' AND deleted_at IS NOT NULL
            """,
            cancel
        );
        await db.Database.ExecuteSqlAsync(
            $"""
            UPDATE events.organisers SET name = 'A former organiser', slug = 'former-' || id
            WHERE created_by = {userId}
                AND NOT EXISTS (
                    SELECT FROM events.events WHERE organiser_id = organisers.id AND deleted_at IS NULL)
            """,
            cancel
        );
        await HoldReviewed(userId, cancel);
        await PassTeamsOn(userId, cancel);
        if (await people.Contact(userId, cancel) is { } person)
            await db.Database.ExecuteSqlAsync(
                $"DELETE FROM events.team_invitations WHERE lower(email) = lower({person.Email})",
                cancel
            );
    }

    /// <summary>Their reviews go with the account, and are taken out of the sums of these events: always in the order
    /// of the ids, so that two who leave do not wait for each other.</summary>
    private Task HoldReviewed(long userId, CancellationToken cancel) =>
        db
            .Database.SqlQuery<long>(
                $"""
                SELECT id AS "Value" FROM events.events
                WHERE id IN (SELECT event_id FROM events.reviews WHERE user_id = {userId})
                ORDER BY id FOR NO KEY UPDATE
                """
            )
            .ToListAsync(cancel);

    private async Task PassTeamsOn(long userId, CancellationToken cancel)
    {
        var teams = await db
            .Database.SqlQuery<long>(
                $"""
                SELECT id AS "Value" FROM events.organisers
                WHERE id IN (SELECT organiser_id FROM events.organiser_members WHERE user_id = {userId})
                ORDER BY id FOR NO KEY UPDATE
                """
            )
            .ToListAsync(cancel);
        foreach (var team in teams)
        {
            var members = await db
                .OrganiserMembers.Where(member => member.OrganiserId == team)
                .ToListAsync(cancel);
            var others = members.Where(member => member.UserId != userId).ToList();
            if (others.Count == 0 || others.Exists(member => member.Role == TeamRole.Owner))
                continue;
            var heir = others.OrderBy(member => member.Role).ThenBy(member => member.CreatedAt).First();
            heir.Role = TeamRole.Owner;
            db.Note(userId, "events.team_passed_on", $"organiser:{team}", new { heir.UserId }, team);
        }
        await db.SaveChangesAsync(cancel);
    }
}
