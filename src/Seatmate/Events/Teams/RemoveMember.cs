using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Seatmate.Events.Contracts;
using Seatmate.Platform;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;

namespace Seatmate.Events.Teams;

/// <summary>Takes a person out of a team: an owner anybody, everybody themself. That an owner stays is decided by
/// organisers_keep_an_owner.</summary>
public static class RemoveMember
{
    public static async Task<Results<Ok<Done>, Problem>> Handle(
        long id,
        long member,
        Caller caller,
        SeatmateDb db,
        CancellationToken cancel
    )
    {
        try
        {
            return await db.InTransaction(() => Remove(db, id, member, caller, cancel), cancel);
        }
        catch (DbUpdateException error) when (error.BrokenConstraint() == EventsTables.KeepsAnOwner)
        {
            return ChangeMember.LastOwner();
        }
    }

    private static async Task<Results<Ok<Done>, Problem>> Remove(
        SeatmateDb db,
        long organiserId,
        long userId,
        Caller caller,
        CancellationToken cancel
    )
    {
        await db.LockTeam(organiserId, cancel);
        var isLeaving = userId == caller.UserId;
        var needed = isLeaving ? TeamPermission.SeeTeam : TeamPermission.ManageTeam;
        if (await db.RefuseUnless(organiserId, caller, needed, cancel) is { } refusal)
            return refusal;
        var member = await db.OrganiserMembers.SingleOrDefaultAsync(
            m => m.OrganiserId == organiserId && m.UserId == userId,
            cancel
        );
        if (member is null)
            return Problem.NotFound("Member", userId);
        db.OrganiserMembers.Remove(member);
        db.Note(
            caller.UserId,
            isLeaving ? "events.member_left" : "events.member_removed",
            $"organiser:{organiserId}",
            new { userId, member.Role },
            organiserId
        );
        return TypedResults.Ok(new Done(isLeaving ? "You have left the team" : "They have left the team"));
    }
}
