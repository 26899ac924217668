using Microsoft.EntityFrameworkCore;
using Seatmate.Accounts.Contracts;
using Seatmate.Platform.Database;

namespace Seatmate.Social.Posts;

/// <summary>Counts a person's posts for their profile.</summary>
public sealed class PostsOfPerson(SeatmateDb db) : IPublicActivity
{
    public async Task<PublicActivity> Of(long userId, CancellationToken cancel) =>
        new(Posts: await db.Posts.CountAsync(post => post.AuthorId == userId, cancel));
}
