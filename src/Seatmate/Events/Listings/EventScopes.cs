using Microsoft.EntityFrameworkCore;
using Seatmate.Events.Contracts;
using Seatmate.Platform.Http;

namespace Seatmate.Events.Listings;

/// <summary>Whose events: nothing is loaded by bare id. What is deleted is in none of them.</summary>
public static class EventScopes
{
    /// <summary>What everybody sees.</summary>
    public static IQueryable<ListedEvent> Public(this IQueryable<ListedEvent> events) =>
        events.Where(listed => listed.DeletedAt == null && listed.Status == EventStatus.Published);

    /// <summary>What this person sees: what is public, and the drafts of their teams; an admin sees all.</summary>
    public static IQueryable<ListedEvent> VisibleTo(this IQueryable<ListedEvent> events, Viewer viewer) =>
        events.Where(listed =>
            listed.DeletedAt == null
            && (
                viewer.IsAdmin
                || listed.Status == EventStatus.Published
                || (viewer.OrganiserId == null || viewer.OrganiserId == listed.OrganiserId)
                    && listed.Organiser.Members.Any(member => member.UserId == viewer.UserId)
            )
        );

    /// <summary>The events of this person's teams whose role there allows this.</summary>
    public static IQueryable<ListedEvent> ManagedBy(
        this IQueryable<ListedEvent> events,
        Viewer viewer,
        TeamPermission permission
    )
    {
        var roles = TeamPermissions.RolesWith(permission);
        return events.Where(listed =>
            listed.DeletedAt == null
            && (viewer.OrganiserId == null || viewer.OrganiserId == listed.OrganiserId)
            && listed.Organiser.Members.Any(member =>
                member.UserId == viewer.UserId && roles.Contains(member.Role)
            )
        );
    }

    /// <summary>The row of an event, locked until the transaction ends; bookings, which only refer to it, go
    /// on.</summary>
    public static IQueryable<ListedEvent> Locked(this DbSet<ListedEvent> events, long id) =>
        events.FromSql($"SELECT * FROM events.events WHERE id = {id} FOR NO KEY UPDATE");

    /// <summary>What an event refuses to whose role does not allow it and to somebody else: 403 where they see it, 404
    /// where they may not know of it.</summary>
    public static async Task<Problem> NotYours(
        this DbSet<ListedEvent> events,
        long id,
        Caller caller,
        string verb,
        CancellationToken cancel
    )
    {
        if (await OfTeam(events, caller).AnyAsync(listed => listed.Id == id, cancel))
            return TeamRefusals.NotYourRole();
        return await events.VisibleTo(caller.AsViewer).AnyAsync(listed => listed.Id == id, cancel)
            ? Problem.Forbidden($"You can only {verb} your own events")
            : Problem.NotFound("Event", id);
    }

    private static IQueryable<ListedEvent> OfTeam(IQueryable<ListedEvent> events, Caller caller) =>
        events.ManagedBy(caller.AsViewer, TeamPermission.SeeTeam);
}
