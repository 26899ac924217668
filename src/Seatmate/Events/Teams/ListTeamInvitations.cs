using Microsoft.AspNetCore.Http.HttpResults;
using Seatmate.Events.Contracts;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;

namespace Seatmate.Events.Teams;

/// <summary>Who is asked into a team and has not answered, for its owners.</summary>
public static class ListTeamInvitations
{
    public static async Task<Results<Page<InvitationDetails>, Problem>> Handle(
        long id,
        PageRequest page,
        Caller caller,
        SeatmateDb db,
        InvitationViews views,
        CancellationToken cancel
    )
    {
        if (await db.RefuseUnless(id, caller, TeamPermission.ManageTeam, cancel) is { } refusal)
            return refusal;
        var after = page.AfterId ?? 0;
        var invitations = views
            .Open.Where(invitation => invitation.OrganiserId == id && invitation.Id > after)
            .OrderBy(invitation => invitation.Id)
            .Take(page.Limit + 1);
        return new Page<InvitationDetails>(
            await views.Show(invitations, cancel),
            page,
            invitation => [invitation.Id]
        );
    }
}

/// <summary>The teams that ask for the caller, the oldest first.</summary>
public static class ListInvitations
{
    public static async Task<Page<InvitationDetails>> Handle(
        PageRequest page,
        Caller caller,
        InvitationViews views,
        CancellationToken cancel
    )
    {
        var after = page.AfterId ?? 0;
        var invitations = views
            .Open.Where(invitation => invitation.UserId == caller.UserId && invitation.Id > after)
            .OrderBy(invitation => invitation.Id)
            .Take(page.Limit + 1);
        return new(await views.Show(invitations, cancel), page, invitation => [invitation.Id]);
    }
}

/// <summary>One invitation, for who is invited: by their account, or by what was mailed to the address (header
/// Invitation-Token).</summary>
public static class ShowInvitation
{
    public static async Task<Results<Ok<InvitationDetails>, Problem>> Handle(
        long id,
        Caller caller,
        HttpContext context,
        InvitationViews views,
        CancellationToken cancel
    ) =>
        await views.Show(views.For(id, context, caller), cancel) is [var invitation]
            ? TypedResults.Ok(invitation)
            : Problem.NotFound("Invitation", id);
}
