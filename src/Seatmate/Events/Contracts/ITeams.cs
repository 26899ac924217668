using Seatmate.Platform.Http;

namespace Seatmate.Events.Contracts;

/// <summary>An event to come of a team that somebody leads.</summary>
public sealed record LedEvent(long UserId, long EventId, string Title, DateTime LocalStart, string Currency);

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

    /// <summary>The public events after this moment of the teams in which these people may edit events: for each of
    /// them the first ones, at most so many.</summary>
    Task<IReadOnlyList<LedEvent>> Led(
        long[] userIds,
        DateTimeOffset after,
        int mostEach,
        CancellationToken cancel
    );
}
