using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Seatmate.Accounts.Contracts;
using Seatmate.Events.Contracts;
using Seatmate.Platform;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;
using Seatmate.Platform.Outbox;

namespace Seatmate.Events.Teams;

/// <summary>Whom to ask: a person by their handle, or whoever reads an address's mail; and the role, which must be
/// there.</summary>
public sealed record InviteMemberRequest(
    [property: TextRule(1, 100)] string? Handle,
    [property: EmailRule] string? Email,
    TeamRole? Role
);

/// <summary>Asks somebody into a team, by an owner. An address is asked as it is, whether or not it has an account, and
/// nothing is told about it; the mail's token is the proof. Twice is one invitation: team_invitations_once_per_user and
/// _per_address decide.</summary>
public static class InviteMember
{
    private const int TeamMax = 100;

    public static async Task<Results<Created<InvitationDetails>, Problem>> Handle(
        long id,
        InviteMemberRequest request,
        Caller caller,
        SeatmateDb db,
        IPeople people,
        InvitationViews views,
        TimeProvider clock,
        CancellationToken cancel
    )
    {
        if (await db.RefuseUnless(id, caller, TeamPermission.ManageTeam, cancel) is { } refusal)
            return refusal;
        if (request.Role is not { } role)
            return Problem.Invalid("role", "This must be said.");
        var (handle, email) = (request.Handle.OrNull()?.TrimStart('@'), request.Email.OrNull());
        if (handle is null == email is null)
            return Problem.Invalid("handle", "Say a handle or an e-mail address.");
        var userId = handle is null ? null : await people.IdOfHandle(handle, cancel);
        if (handle is not null && userId is null)
            return Problem.Invalid("handle", "No one goes by this name.");
        if (await db.OrganiserMembers.AnyAsync(m => m.OrganiserId == id && m.UserId == userId, cancel))
            return Problem.Conflict("already-in-team", "They are in this team already");
        var invitation = new TeamInvitation
        {
            OrganiserId = id,
            Role = role,
            UserId = userId,
            Email = email,
            InvitedBy = caller.UserId,
            ExpiresAt = clock.GetUtcNow() + TeamInvitation.Lifetime,
        };
        try
        {
            if (!await db.InTransaction(() => Invite(db, invitation, caller, cancel), cancel, kept => kept))
                return Problem.Conflict("team-too-large", $"A team has at most {TeamMax} people");
        }
        catch (DbUpdateException error)
            when (error.BrokenConstraint()
                    is EventsTables.InvitedOncePerUser
                        or EventsTables.InvitedOncePerAddress
            )
        {
            return Problem.Conflict("already-invited", "They are invited already");
        }
        var one = db.TeamInvitations.Where(made => made.Id == invitation.Id);
        var details = (await views.Show(one, cancel)).Single();
        return TypedResults.Created($"/invitations/{invitation.Id}", details);
    }

    private static async Task<bool> Invite(
        SeatmateDb db,
        TeamInvitation invitation,
        Caller caller,
        CancellationToken cancel
    )
    {
        var organiserId = invitation.OrganiserId;
        await db.LockPerson(caller.UserId, cancel);
        await db.LockTeam(organiserId, cancel);
        await db
            .TeamInvitations.Where(old =>
                old.OrganiserId == organiserId
                && old.ExpiresAt <= invitation.ExpiresAt - TeamInvitation.Lifetime
            )
            .ExecuteDeleteAsync(cancel);
        var people =
            await db.OrganiserMembers.CountAsync(member => member.OrganiserId == organiserId, cancel)
            + await db.TeamInvitations.CountAsync(other => other.OrganiserId == organiserId, cancel);
        if (people >= TeamMax)
            return false;
        db.TeamInvitations.Add(invitation);
        await db.SaveChangesAsync(cancel);
        db.Publish(new MemberInvited(invitation.Id));
        db.Note(
            caller.UserId,
            "events.member_invited",
            $"organiser:{organiserId}",
            new
            {
                invitation = invitation.Id,
                invitation.UserId,
                invitation.Role,
            },
            organiserId
        );
        return true;
    }
}
