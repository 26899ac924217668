using Seatmate.Platform.Http;

namespace Seatmate.Social.Posts;

/// <summary>Something a person wrote for all who are signed in, perhaps about an event.</summary>
public sealed class Post
{
    public long Id { get; private set; }
    public required long AuthorId { get; init; }
    public long? EventId { get; set; }
    public required string Title { get; set; }
    public required string Content { get; set; }
    public string? Location { get; set; }
    public string? ImageUrl { get; set; }
    public DateTimeOffset CreatedAt { get; private set; }
    public DateTimeOffset UpdatedAt { get; set; }
}

public static class PostScopes
{
    /// <summary>Every post: none is hidden from anybody. That one must be signed in to ask is said by the
    /// routes.</summary>
    public static IQueryable<Post> ForEverybody(this IQueryable<Post> posts) => posts;

    /// <summary>What the person may take away: their own; an admin everything.</summary>
    public static bool MayDelete(this Caller caller, long authorId) =>
        caller.IsAdmin || caller.UserId == authorId;
}
