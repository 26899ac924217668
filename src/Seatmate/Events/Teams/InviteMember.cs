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
    [property: MustBeSaid] TeamRole? Role
);

/// <summary>Asks somebody into a team, by an owner. An address is asked as it is, whether or not it has an account, and
/// nothing is told about it; the mail's token is the proof. Twice is one invitation: team_invitations_once_per_user and
/// _per_address decide. What one person has mailed is bounded (<see cref="InvitationLimits"/>), counted under their
/// lock.</summary>
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
        InvitationLimits limits,
        TimeProvider clock,
        CancellationToken cancel
    )
    {
        long invited;
        try
        {
            (var refusal, invited) = await db.InTransaction(
                () => Ask(db, id, request, caller, people, limits, clock.GetUtcNow(), cancel),
                cancel,
                answer => answer.Refusal is null
            );
            if (refusal is not null)
                return refusal;
        }
        catch (DbUpdateException error)
            when (error.BrokenConstraint()
                    is EventsTables.InvitedOncePerUser
                        or EventsTables.InvitedOncePerAddress
            )
        {
            return Problem.Conflict("already-invited", "They are invited already");
        }
        var one = db.TeamInvitations.Where(made => made.Id == invited);
        var details = (await views.Show(one, cancel)).Single();
        return TypedResults.Created($"/invitations/{invited}", details);
    }

    private static async Task<(Problem? Refusal, long Invited)> Ask(
        SeatmateDb db,
        long organiserId,
        InviteMemberRequest request,
        Caller caller,
        IPeople people,
        InvitationLimits limits,
        DateTimeOffset now,
        CancellationToken cancel
    )
    {
        await db.LockPerson(caller.UserId, cancel);
        await db.LockTeam(organiserId, cancel);
        if (await db.RefuseUnless(organiserId, caller, TeamPermission.ManageTeam, cancel) is { } refusal)
            return (refusal, 0);
        if (request.Role is not { } role)
            return (Problem.Missing("role"), 0);
        var (handle, email) = (request.Handle.OrNull()?.TrimStart('@'), request.Email.OrNull());
        if (handle is null == email is null)
            return (Problem.Invalid("handle", "Say a handle or an e-mail address."), 0);
        var userId = handle is null ? null : await people.IdOfHandle(handle, cancel);
        if (handle is not null && userId is null)
            return (Problem.Invalid("handle", "No one goes by this name."), 0);
        var team = db.OrganiserMembers.Where(member => member.OrganiserId == organiserId);
        // Whose an address is nobody is told, but for their own.
        var isOwn = email is not null && await people.IdOf(email, cancel) == caller.UserId;
        var present = isOwn ? caller.UserId : userId;
        if (await team.AnyAsync(member => member.UserId == present, cancel))
            return (Problem.Conflict("already-in-team", "They are in this team already"), 0);
        var asked = db.TeamInvitations.Where(other => other.OrganiserId == organiserId);
        await asked.Where(old => old.ExpiresAt <= now).ExecuteDeleteAsync(cancel);
        if (await team.CountAsync(cancel) + await asked.CountAsync(cancel) >= TeamMax)
            return (Problem.Conflict("team-too-large", $"A team has at most {TeamMax} people"), 0);
        var invitation = new TeamInvitation
        {
            OrganiserId = organiserId,
            Role = role,
            UserId = userId,
            Email = email,
            InvitedBy = caller.UserId,
            ExpiresAt = now + TeamInvitation.Lifetime,
        };
        if (await limits.Count(invitation, caller.UserId, cancel) is { } enough)
            return (enough, 0);
        await Keep(db, invitation, caller, cancel);
        return (null, invitation.Id);
    }

    private static async Task Keep(
        SeatmateDb db,
        TeamInvitation invitation,
        Caller caller,
        CancellationToken cancel
    )
    {
        db.TeamInvitations.Add(invitation);
        await db.SaveChangesAsync(cancel);
        db.Publish(new MemberInvited(invitation.Id));
        db.Note(
            caller.UserId,
            "events.member_invited",
            $"organiser:{invitation.OrganiserId}",
            new
            {
                invitation = invitation.Id,
                invitation.UserId,
                invitation.Role,
            },
            invitation.OrganiserId
        );
    }
}
