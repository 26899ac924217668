using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Seatmate.Events.Contracts;
using Seatmate.Platform;
using Seatmate.Platform.Database;

namespace Seatmate.Events.Teams;

/// <summary>That somebody is asked into a team: a person with an account, or whoever reads an address's mail. The row
/// is there until it is answered, withdrawn or over.</summary>
public sealed class TeamInvitation
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(14);

    public long Id { get; private set; }
    public required long OrganiserId { get; init; }
    public required TeamRole Role { get; init; }
    public long? UserId { get; init; }
    public string? Email { get; init; }
    public required long? InvitedBy { get; init; }
    public DateTimeOffset CreatedAt { get; private set; }
    public required DateTimeOffset ExpiresAt { get; init; }
}

/// <summary>What proves that one has read an address's mail: made from the invitation's id and a key of this
/// installation (HMAC-SHA-256), so that nothing of it is stored.</summary>
public sealed class InvitationTokens(Secrets secrets)
{
    public const string Header = "Invitation-Token";

    public string Of(long invitationId) =>
        Base64Url.EncodeToString(
            HMACSHA256.HashData(secrets.InvitationKey, Encoding.UTF8.GetBytes($"invitation:{invitationId}"))
        );

    /// <summary>Who is asked, for comparing only: the person, or the address without regard to case.</summary>
    public byte[] HashOf(TeamInvitation invitation) =>
        HMACSHA256.HashData(
            secrets.InvitationKey,
            Encoding.UTF8.GetBytes(
                invitation.UserId is { } person
                    ? $"person:{person}"
                    : $"address:{invitation.Email!.ToUpperInvariant()}"
            )
        );

    public bool Proves(string token, long invitationId) =>
        CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(token),
            Encoding.UTF8.GetBytes(Of(invitationId))
        );
}

/// <summary>Answers what a mail about an invitation says.</summary>
public sealed class InvitationLetters(SeatmateDb db, InvitationTokens tokens, TimeProvider clock)
    : ITeamInvitations
{
    public async Task<TeamInvitationLetter?> Find(long invitationId, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var found = await db
            .TeamInvitations.AsNoTracking()
            .Where(invitation => invitation.Id == invitationId && invitation.ExpiresAt > now)
            .Join(
                db.Organisers,
                invitation => invitation.OrganiserId,
                organiser => organiser.Id,
                (invitation, organiser) => new { invitation, organiser.Name }
            )
            .SingleOrDefaultAsync(cancel);
        return found is not { invitation: var asked }
            ? null
            : new(
                asked.UserId,
                asked.Email,
                found.Name,
                asked.Role,
                asked.InvitedBy,
                asked.ExpiresAt,
                $"/organise/invitations/{asked.Id}#token={tokens.Of(asked.Id)}"
            );
    }
}
