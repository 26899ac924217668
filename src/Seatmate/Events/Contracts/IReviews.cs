namespace Seatmate.Events.Contracts;

/// <summary>What other modules ask about reviews.</summary>
public interface IReviews
{
    /// <summary>Those of these people who have not reviewed the event and are not in its team.</summary>
    Task<IReadOnlySet<long>> StillToWrite(
        long eventId,
        IReadOnlyCollection<long> userIds,
        CancellationToken cancel
    );
}
