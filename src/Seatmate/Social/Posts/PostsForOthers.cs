using Microsoft.EntityFrameworkCore;
using Seatmate.Platform.Database;
using Seatmate.Social.Contracts;

namespace Seatmate.Social.Posts;

/// <summary>What other modules learn of posts.</summary>
public sealed class PostsForOthers(SeatmateDb db) : IPosts
{
    public async Task<IReadOnlyDictionary<long, PostTerms>> Find(
        IReadOnlyCollection<long> postIds,
        CancellationToken cancel
    ) =>
        await db
            .Posts.AsNoTracking()
            .Where(post => postIds.Contains(post.Id))
            .Select(post => new PostTerms(post.Id, post.AuthorId, post.Title))
            .ToDictionaryAsync(post => post.PostId, cancel);
}
