using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Seatmate.Accounts.Contracts;
using Seatmate.Events.Organisers;
using Seatmate.Platform;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;

namespace Seatmate.Events.Teams;

/// <summary>Who is invited joins the team. The invitation's row goes in the same transaction, and only who deletes it
/// joins: it is accepted once, however often and by however many.</summary>
public static class AcceptInvitation
{
    internal const string Joined = "events.member_joined";

    public static async Task<Results<Created<OrganiserDetails>, Problem>> Handle(
        long id,
        Caller caller,
        HttpContext context,
        SeatmateDb db,
        InvitationViews views,
        CancellationToken cancel
    )
    {
        var one = views.For(id, context, caller);
        if (await one.AsNoTracking().SingleOrDefaultAsync(cancel) is not { } invitation)
            return Problem.NotFound("Invitation", id);
        try
        {
            if (!await db.InTransaction(() => Join(db, one, invitation, caller, cancel), cancel))
                return Problem.NotFound("Invitation", id);
        }
        catch (DbUpdateException error) when (error.BrokenConstraint() == EventsTables.MemberOnce)
        {
            return Problem.Conflict("already-in-team", "You are in this team already");
        }
        var details = await ShowOrganiser.Find(db, invitation.OrganiserId, caller, cancel);
        return TypedResults.Created($"/organisers/{invitation.OrganiserId}", details);
    }

    private static async Task<bool> Join(
        SeatmateDb db,
        IQueryable<TeamInvitation> one,
        TeamInvitation invitation,
        Caller caller,
        CancellationToken cancel
    )
    {
        await db.LockPerson(caller.UserId, cancel);
        await db.LockTeam(invitation.OrganiserId, cancel);
        if (await one.ExecuteDeleteAsync(cancel) == 0)
            return false;
        db.OrganiserMembers.Add(
            new()
            {
                OrganiserId = invitation.OrganiserId,
                UserId = caller.UserId,
                Role = invitation.Role,
            }
        );
        db.Note(
            caller.UserId,
            Joined,
            $"organiser:{invitation.OrganiserId}",
            new { invitation = invitation.Id, invitation.Role },
            invitation.OrganiserId
        );
        return true;
    }
}
