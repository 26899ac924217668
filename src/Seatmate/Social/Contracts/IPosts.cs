namespace Seatmate.Social.Contracts;

/// <summary>What other modules need to know of a post.</summary>
public sealed record PostTerms(long PostId, long AuthorId, string Title);

public interface IPosts
{
    /// <summary>These posts, in one query; those that are gone are missing.</summary>
    Task<IReadOnlyDictionary<long, PostTerms>> Find(
        IReadOnlyCollection<long> postIds,
        CancellationToken cancel
    );
}
