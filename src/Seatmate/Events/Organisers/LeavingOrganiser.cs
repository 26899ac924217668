using Microsoft.EntityFrameworkCore;
using Seatmate.Accounts.Contracts;
using Seatmate.Events.Contracts;
using Seatmate.Platform;
using Seatmate.Platform.Database;
using Seatmate.Platform.Outbox;
using Seatmate.Ticketing.Contracts;

namespace Seatmate.Events.Organisers;

/// <summary>When a person leaves, their drafts go, with their words, which nobody else has read: those that nobody has
/// ever booked, of organisers that nobody else is in. What is public, or was and is booked, stays with its organiser.
/// One that has nothing left to show and nobody left loses the person's name, which nobody needs any more. A team
/// whose only owner they were passes to who of the others is trusted most, the longest in it. Their teams are locked
/// first, so that nobody joins one meanwhile; their names are changed last. The addresses of what loses its name have
/// an underscore, as no <see cref="Slug"/> has, so that nobody can have taken them.</summary>
public sealed class LeavingOrganiser(SeatmateDb db, IPeople people, IOrders orders, TimeProvider clock)
    : IUserLeaving
{
    public async Task Leave(long userId, CancellationToken cancel)
    {
        var teams = await LockTeams(userId, cancel);
        await HoldEvents(userId, cancel);
        await DropDrafts(userId, cancel);
        await PassTeamsOn(userId, teams, cancel);
        if (await people.Contact(userId, cancel) is { } person)
            await db.Database.ExecuteSqlAsync(
                $"DELETE FROM events.team_invitations WHERE lower(email) = lower({person.Email})",
                cancel
            );
    }

    /// <summary>The name and address of an organiser that nobody needs any more.</summary>
    public Task LeaveLast(long userId, CancellationToken cancel) =>
        db.Database.ExecuteSqlAsync(
            $"""
            UPDATE events.organisers SET name = 'A former organiser', slug = 'former_' || id
            WHERE id IN (
                    SELECT id FROM events.organisers WHERE created_by = {userId}
                    UNION SELECT organiser_id FROM events.organiser_members WHERE user_id = {userId})
                AND NOT EXISTS (
                    SELECT FROM events.events WHERE organiser_id = organisers.id AND deleted_at IS NULL)
                AND NOT EXISTS (
                    SELECT FROM events.organiser_members
                    WHERE organiser_id = organisers.id AND user_id <> {userId})
            """,
            cancel
        );

    /// <summary>Those they are in, and those they founded.</summary>
    private Task<List<long>> LockTeams(long userId, CancellationToken cancel) =>
        db
            .Database.SqlQuery<long>(
                $"""
                SELECT id AS "Value" FROM events.organisers
                WHERE id IN (
                    SELECT id FROM events.organisers WHERE created_by = {userId}
                    UNION SELECT organiser_id FROM events.organiser_members WHERE user_id = {userId})
                ORDER BY id FOR NO KEY UPDATE
                """
            )
            .ToListAsync(cancel);

    /// <summary>What they listed, which loses their name, and what they reviewed: their reviews go with the account,
    /// and are taken out of the sums of these events. Before orders and stocks are locked, and always in the order of
    /// the ids, so that nobody waits in a circle.</summary>
    private Task HoldEvents(long userId, CancellationToken cancel) =>
        db
            .Database.SqlQuery<long>(
                $"""
                SELECT id AS "Value" FROM events.events
                WHERE id IN (
                    SELECT id FROM events.events WHERE creator_id = {userId}
                    UNION SELECT event_id FROM events.reviews WHERE user_id = {userId})
                ORDER BY id FOR NO KEY UPDATE
                """
            )
            .ToListAsync(cancel);

    private async Task DropDrafts(long userId, CancellationToken cancel)
    {
        var drafts = await db
            .Events.FromSql(
                $"""
                SELECT * FROM events.events
                WHERE creator_id = {userId} AND status = 'draft' AND NOT EXISTS (
                    SELECT FROM events.organiser_members
                    WHERE organiser_id = events.organiser_id AND user_id <> {userId})
                """
            )
            .ToListAsync(cancel);
        var booked = await orders.Booked([.. drafts.Select(draft => draft.Id)], cancel);
        drafts.RemoveAll(draft => booked.Contains(draft.Id));
        foreach (var draft in drafts.Where(draft => draft.DeletedAt is null))
        {
            draft.DeletedAt = clock.GetUtcNow();
            db.Publish(new EventDeleted(draft.Id));
        }
        await db.SaveChangesAsync(cancel);
        await db.Database.ExecuteSqlAsync(
            $"""
            UPDATE events.events
            SET title = 'A former draft', slug = 'former_' || id, description = '', location = '', image_url = NULL,
                tags = ARRAY[]::text[]
            WHERE id = ANY ({drafts.Select(draft => draft.Id).ToArray()})
            """,
            cancel
        );
    }

    private async Task PassTeamsOn(long userId, List<long> teams, CancellationToken cancel)
    {
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
