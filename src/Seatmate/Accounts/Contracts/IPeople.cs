namespace Seatmate.Accounts.Contracts;

/// <summary>What other modules ask about people.</summary>
public interface IPeople
{
    /// <summary>These people in short, in one query; who has left is missing.</summary>
    Task<IReadOnlyDictionary<long, UserSummary>> Summaries(
        IReadOnlyCollection<long> userIds,
        CancellationToken cancel
    );
}
