using Seatmate.Platform.Http;

namespace Seatmate.Events.Contracts;

/// <summary>What other modules ask about teams.</summary>
public interface ITeams
{
    /// <summary>Null when the caller may do this for the organiser; else 404 for a stranger, and 403 for whose role is
    /// not enough.</summary>
    Task<Problem?> Refusal(
        long organiserId,
        Caller caller,
        TeamPermission permission,
        CancellationToken cancel
    );
}
