using Seatmate.Accounts.Contracts;

namespace Seatmate.Social.Likes;

/// <summary>That a person likes a post: a row that is there or not, once for each of them
/// (likes_one_per_person).</summary>
public sealed class Like
{
    public long Id { get; private set; }
    public required long PostId { get; init; }
    public required long UserId { get; init; }
    public DateTimeOffset CreatedAt { get; private set; }
}

public sealed record LikeDetails(long Id, long PostId, UserSummary User, DateTimeOffset CreatedAt)
{
    public static LikeDetails From(Like like, UserSummary user) =>
        new(like.Id, like.PostId, user, like.CreatedAt);
}
