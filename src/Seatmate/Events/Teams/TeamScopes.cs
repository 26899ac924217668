using Microsoft.EntityFrameworkCore;
using Seatmate.Events.Contracts;
using Seatmate.Events.Organisers;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;

namespace Seatmate.Events.Teams;

/// <summary>Whose organisers: a team is there for who is in it, and for nobody else.</summary>
public static class TeamScopes
{
    /// <summary>The organisers where this person's role allows this.</summary>
    public static IQueryable<Organiser> ManagedBy(
        this IQueryable<Organiser> organisers,
        Caller caller,
        TeamPermission permission
    )
    {
        var roles = TeamPermissions.RolesWith(permission);
        return organisers.Where(organiser =>
            (caller.OrganiserId == null || caller.OrganiserId == organiser.Id)
            && organiser.Members.Any(member => member.UserId == caller.UserId && roles.Contains(member.Role))
        );
    }

    /// <summary>Null when the caller may do this for the organiser; else 404 for a stranger, and 403 for whose role is
    /// not enough.</summary>
    public static async Task<Problem?> RefuseUnless(
        this SeatmateDb db,
        long organiserId,
        Caller caller,
        TeamPermission permission,
        CancellationToken cancel
    )
    {
        var one = db.Organisers.Where(organiser => organiser.Id == organiserId);
        if (await one.ManagedBy(caller, permission).AnyAsync(cancel))
            return null;
        return await one.ManagedBy(caller, TeamPermission.SeeTeam).AnyAsync(cancel)
            ? TeamRefusals.NotYourRole()
            : Problem.NotFound("Organiser", organiserId);
    }

    /// <summary>Lets changes of one team come one by one, so that each sees who is in it and what they are: to be
    /// asked for before the caller's role is. Who writes rows that refer to a person locks the person first, as
    /// somebody who leaves does.</summary>
    public static Task LockTeam(this SeatmateDb db, long organiserId, CancellationToken cancel) =>
        db.Database.ExecuteSqlAsync(
            $"SELECT FROM events.organisers WHERE id = {organiserId} FOR NO KEY UPDATE",
            cancel
        );
}
