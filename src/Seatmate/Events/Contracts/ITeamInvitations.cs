namespace Seatmate.Events.Contracts;

/// <summary>What a mail about an invitation says.</summary>
/// <param name="UserId">Who is invited; null when only an address is.</param>
/// <param name="Email">The address that is invited; null when a person is.</param>
/// <param name="Path">Where the invitation is answered, with what proves that one got the mail.</param>
public sealed record TeamInvitationLetter(
    long? UserId,
    string? Email,
    string Organiser,
    TeamRole Role,
    long? InvitedBy,
    DateTimeOffset ExpiresAt,
    string Path
);

/// <summary>What other modules ask about invitations to teams.</summary>
public interface ITeamInvitations
{
    /// <summary>Null when it was answered, withdrawn or has expired.</summary>
    Task<TeamInvitationLetter?> Find(long invitationId, CancellationToken cancel);
}
