using Microsoft.EntityFrameworkCore;
using Seatmate.Accounts.Contracts;
using Seatmate.Events.Contracts;
using Seatmate.Events.Organisers;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;

namespace Seatmate.Events.Teams;

/// <summary>An invitation to a team. `user` is who is invited, or `email` the address that is.</summary>
public sealed record InvitationDetails(
    long Id,
    OrganiserSummary Organiser,
    TeamRole Role,
    UserSummary? User,
    string? Email,
    UserSummary? InvitedBy,
    DateTimeOffset CreatedAt,
    DateTimeOffset ExpiresAt
);

/// <summary>Makes the answers about invitations, and says which are one's own.</summary>
public sealed class InvitationViews(
    SeatmateDb db,
    IPeople people,
    InvitationTokens tokens,
    TimeProvider clock
)
{
    /// <summary>Those that can still be answered.</summary>
    public IQueryable<TeamInvitation> Open
    {
        get
        {
            var now = clock.GetUtcNow();
            return db.TeamInvitations.Where(invitation => invitation.ExpiresAt > now);
        }
    }

    /// <summary>The open invitation of this id if it is for who asks: theirs by their account, or by the token that was
    /// mailed to the address.</summary>
    public IQueryable<TeamInvitation> For(long id, HttpContext context, Caller caller)
    {
        var token = context.Request.Headers[InvitationTokens.Header].ToString();
        var hasMail = token.Length > 0 && tokens.Proves(token, id);
        return Open.Where(invitation =>
            invitation.Id == id
            && (invitation.UserId == caller.UserId || invitation.UserId == null && hasMail)
        );
    }

    /// <summary>In the order of the query.</summary>
    public async Task<List<InvitationDetails>> Show(
        IQueryable<TeamInvitation> invitations,
        CancellationToken cancel
    )
    {
        var organisers = db.Organisers;
        var rows = await invitations
            .AsNoTracking()
            .Select(invitation => new
            {
                Invitation = invitation,
                Organiser = organisers
                    .Where(organiser => organiser.Id == invitation.OrganiserId)
                    .Select(organiser => new OrganiserSummary(organiser.Id, organiser.Name, organiser.Slug))
                    .Single(),
            })
            .ToListAsync(cancel);
        var ids = rows.SelectMany(row => new[] { row.Invitation.UserId, row.Invitation.InvitedBy });
        var names = await people.Summaries([.. ids.OfType<long>().Distinct()], cancel);
        return
        [
            .. rows.Select(row => new InvitationDetails(
                row.Invitation.Id,
                row.Organiser,
                row.Invitation.Role,
                names.GetValueOrDefault(row.Invitation.UserId ?? 0),
                row.Invitation.Email,
                names.GetValueOrDefault(row.Invitation.InvitedBy ?? 0),
                row.Invitation.CreatedAt,
                row.Invitation.ExpiresAt
            )),
        ];
    }
}
