using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Seatmate.Events.Contracts;
using Seatmate.Platform;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;

namespace Seatmate.Events.Teams;

/// <summary>Takes an invitation back, by an owner; whoever deletes its row has done it, so twice is noted
/// once.</summary>
public static class WithdrawInvitation
{
    private const string Withdrawn = "events.invitation_withdrawn";

    public static async Task<Results<Ok<Done>, Problem>> Handle(
        long id,
        long iid,
        Caller caller,
        SeatmateDb db,
        CancellationToken cancel
    )
    {
        return await db.InTransaction(() => Withdraw(db, id, iid, caller, cancel), cancel);
    }

    private static async Task<Results<Ok<Done>, Problem>> Withdraw(
        SeatmateDb db,
        long organiserId,
        long invitationId,
        Caller caller,
        CancellationToken cancel
    )
    {
        await db.LockTeam(organiserId, cancel);
        if (await db.RefuseUnless(organiserId, caller, TeamPermission.ManageTeam, cancel) is { } refusal)
            return refusal;
        var one = db.TeamInvitations.Where(i => i.OrganiserId == organiserId && i.Id == invitationId);
        return await Drop(db, one, invitationId, organiserId, caller, Withdrawn, cancel)
            ? TypedResults.Ok(new Done("Invitation withdrawn"))
            : Problem.NotFound("Invitation", invitationId);
    }

    internal static async Task<bool> Drop(
        SeatmateDb db,
        IQueryable<TeamInvitation> one,
        long invitation,
        long organiserId,
        Caller caller,
        string action,
        CancellationToken cancel
    )
    {
        if (await one.ExecuteDeleteAsync(cancel) == 0)
            return false;
        db.Note(caller.UserId, action, $"organiser:{organiserId}", new { invitation }, organiserId);
        return true;
    }
}

/// <summary>Who is invited says no. The team is told that somebody did, not who (<see cref="ListTeamAudit"/>): whoever
/// reads a mailed token may have another address than the one that was asked.</summary>
public static class DeclineInvitation
{
    internal const string Declined = "events.invitation_declined";

    public static async Task<Results<Ok<Done>, Problem>> Handle(
        long id,
        Caller caller,
        HttpContext context,
        SeatmateDb db,
        InvitationViews views,
        CancellationToken cancel
    )
    {
        var one = views.For(id, context, caller);
        var organiserId = await one.Select(invitation => (long?)invitation.OrganiserId)
            .SingleOrDefaultAsync(cancel);
        return
            organiserId is { } organiser
            && await db.InTransaction(
                () => WithdrawInvitation.Drop(db, one, id, organiser, caller, Declined, cancel),
                cancel
            )
            ? TypedResults.Ok(new Done("Invitation declined"))
            : Problem.NotFound("Invitation", id);
    }
}
