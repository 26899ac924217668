using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Seatmate.Accounts.Contracts;
using Seatmate.Events.Contracts;
using Seatmate.Platform;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;

namespace Seatmate.Events.Teams;

/// <summary>The role must be there.</summary>
public sealed record ChangeMemberRequest([property: MustBeSaid] TeamRole? Role);

/// <summary>Gives a person of a team another role, by an owner. That an owner stays is decided by
/// organisers_keep_an_owner.</summary>
public static class ChangeMember
{
    public static async Task<Results<Ok<MemberDetails>, Problem>> Handle(
        long id,
        long member,
        ChangeMemberRequest request,
        Caller caller,
        SeatmateDb db,
        IPeople people,
        CancellationToken cancel
    )
    {
        try
        {
            var problem = await db.InTransaction(
                () => Change(db, id, member, request.Role, caller, cancel),
                cancel
            );
            if (problem is not null)
                return problem;
        }
        catch (DbUpdateException error) when (error.BrokenConstraint() == EventsTables.KeepsAnOwner)
        {
            return LastOwner();
        }
        var changed = await db
            .OrganiserMembers.AsNoTracking()
            .Where(m => m.OrganiserId == id && m.UserId == member)
            .ToListAsync(cancel);
        return await ListMembers.Show(changed, people, cancel) is [var details]
            ? TypedResults.Ok(details)
            : Problem.NotFound("Member", member);
    }

    internal static Problem LastOwner() => Problem.Conflict("last-owner", "A team always has an owner");

    private static async Task<Problem?> Change(
        SeatmateDb db,
        long organiserId,
        long userId,
        TeamRole? asked,
        Caller caller,
        CancellationToken cancel
    )
    {
        await db.LockTeam(organiserId, cancel);
        if (await db.RefuseUnless(organiserId, caller, TeamPermission.ManageTeam, cancel) is { } refusal)
            return refusal;
        if (asked is not { } role)
            return Problem.Missing("role");
        var member = await db.OrganiserMembers.SingleOrDefaultAsync(
            m => m.OrganiserId == organiserId && m.UserId == userId,
            cancel
        );
        if (member is null)
            return Problem.NotFound("Member", userId);
        if (member.Role == role)
            return null;
        db.Note(
            caller.UserId,
            "events.member_changed",
            $"organiser:{organiserId}",
            new { userId, changes = new { role = new Changed(member.Role, role) } },
            organiserId
        );
        member.Role = role;
        return null;
    }
}
