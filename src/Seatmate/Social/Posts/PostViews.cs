using Microsoft.EntityFrameworkCore;
using Seatmate.Accounts.Contracts;
using Seatmate.Events.Contracts;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;
using Seatmate.Social.Comments;
using Seatmate.Social.Likes;

namespace Seatmate.Social.Posts;

/// <summary>The event that a post is about, as far as the reader may see it.</summary>
public sealed record PostedEvent(
    long Id,
    string Slug,
    string Title,
    DateTimeOffset Date,
    string TimeZone,
    DateTime LocalDate,
    string? ImageUrl
);

/// <summary>A post with the newest of its comments and likes, each by id, and how many there are in all.</summary>
public sealed record PostDetails(
    long Id,
    string Title,
    string Content,
    string? Location,
    string? ImageUrl,
    PostedEvent? Event,
    UserSummary User,
    IReadOnlyList<CommentDetails> Comments,
    int CommentCount,
    IReadOnlyList<LikeDetails> Likes,
    int LikeCount,
    long? MyLikeId,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt
);

/// <summary>Makes the answers about posts. However many posts there are on a page, it takes eight statements: what is
/// below the posts is read for all of them at once, at most so many rows a post.</summary>
public sealed class PostViews(SeatmateDb db, IPeople people, IEventTerms events)
{
    private const int NewestShown = 20;

    public async Task<PostDetails?> One(long id, Caller caller, CancellationToken cancel)
    {
        var posts = await db
            .Posts.AsNoTracking()
            .ForEverybody()
            .Where(post => post.Id == id)
            .ToListAsync(cancel);
        return (await Details(posts, caller, cancel)).SingleOrDefault();
    }

    /// <summary>The posts in the order given.</summary>
    public async Task<List<PostDetails>> Details(
        IReadOnlyList<Post> posts,
        Caller caller,
        CancellationToken cancel
    )
    {
        if (posts.Count == 0)
            return [];
        long[] ids = [.. posts.Select(post => post.Id)];
        var below = new Below(
            await NewestComments(ids, cancel),
            await CountComments(ids, cancel),
            await NewestLikes(ids, cancel),
            await CountLikes(ids, cancel),
            await LikesOf(caller, ids, cancel)
        );
        var persons = await people.Summaries([.. below.Persons(posts)], cancel);
        long[] eventIds = [.. posts.Select(post => post.EventId).OfType<long>().Distinct()];
        var terms = await events.FindMany(eventIds, caller.AsViewer, cancel);
        return
        [
            .. posts
                .Where(post => persons.ContainsKey(post.AuthorId))
                .Select(post => Details(post, below, persons, EventOf(post, terms))),
        ];
    }

    // In SQL, because EF would number the rows of the whole table to take the newest of each post.
    private async Task<ILookup<long, Comment>> NewestComments(long[] ids, CancellationToken cancel)
    {
        var newest = await db
            .Comments.FromSql(
                $"""
                SELECT newest.* FROM unnest({ids}) AS post (id) CROSS JOIN LATERAL (
                    SELECT * FROM social.comments WHERE post_id = post.id ORDER BY id DESC LIMIT {NewestShown}
                ) AS newest
                """
            )
            .AsNoTracking()
            .ToListAsync(cancel);
        return newest.OrderBy(comment => comment.Id).ToLookup(comment => comment.PostId);
    }

    private async Task<ILookup<long, Like>> NewestLikes(long[] ids, CancellationToken cancel)
    {
        var newest = await db
            .Likes.FromSql(
                $"""
                SELECT newest.* FROM unnest({ids}) AS post (id) CROSS JOIN LATERAL (
                    SELECT * FROM social.likes WHERE post_id = post.id ORDER BY id DESC LIMIT {NewestShown}
                ) AS newest
                """
            )
            .AsNoTracking()
            .ToListAsync(cancel);
        return newest.OrderBy(like => like.Id).ToLookup(like => like.PostId);
    }

    private Task<Dictionary<long, int>> CountComments(long[] ids, CancellationToken cancel) =>
        db
            .Comments.Where(comment => ids.Contains(comment.PostId))
            .GroupBy(comment => comment.PostId)
            .Select(group => new { group.Key, Count = group.Count() })
            .ToDictionaryAsync(group => group.Key, group => group.Count, cancel);

    private Task<Dictionary<long, int>> CountLikes(long[] ids, CancellationToken cancel) =>
        db
            .Likes.Where(like => ids.Contains(like.PostId))
            .GroupBy(like => like.PostId)
            .Select(group => new { group.Key, Count = group.Count() })
            .ToDictionaryAsync(group => group.Key, group => group.Count, cancel);

    private Task<Dictionary<long, long>> LikesOf(Caller caller, long[] ids, CancellationToken cancel) =>
        db
            .Likes.Where(like => ids.Contains(like.PostId) && like.UserId == caller.UserId)
            .ToDictionaryAsync(like => like.PostId, like => like.Id, cancel);

    /// <summary>None when the event is gone or has become a draft that the reader may not see.</summary>
    private static PostedEvent? EventOf(Post post, IReadOnlyDictionary<long, EventTerms> terms) =>
        terms.GetValueOrDefault(post.EventId ?? 0) is { } of
        && (of.OnSale || of.Allows(TeamPermission.SeeTeam))
            ? new(of.EventId, of.Slug, of.Title, of.StartsAt, of.TimeZone, of.LocalStart, of.ImageUrl)
            : null;

    private static PostDetails Details(
        Post post,
        Below below,
        IReadOnlyDictionary<long, UserSummary> persons,
        PostedEvent? about
    ) =>
        new(
            post.Id,
            post.Title,
            post.Content,
            post.Location,
            post.ImageUrl,
            about,
            persons[post.AuthorId],
            [
                .. below
                    .Comments[post.Id]
                    .Where(comment => persons.ContainsKey(comment.AuthorId))
                    .Select(comment => CommentDetails.From(comment, persons[comment.AuthorId])),
            ],
            below.CommentCounts.GetValueOrDefault(post.Id),
            [
                .. below
                    .Likes[post.Id]
                    .Where(like => persons.ContainsKey(like.UserId))
                    .Select(like => LikeDetails.From(like, persons[like.UserId])),
            ],
            below.LikeCounts.GetValueOrDefault(post.Id),
            below.MyLikes.TryGetValue(post.Id, out var mine) ? mine : null,
            post.CreatedAt,
            post.UpdatedAt
        );

    /// <summary>What is below the posts of a page.</summary>
    private sealed record Below(
        ILookup<long, Comment> Comments,
        Dictionary<long, int> CommentCounts,
        ILookup<long, Like> Likes,
        Dictionary<long, int> LikeCounts,
        Dictionary<long, long> MyLikes
    )
    {
        public IEnumerable<long> Persons(IReadOnlyList<Post> posts) =>
            posts
                .Select(post => post.AuthorId)
                .Concat(Comments.SelectMany(group => group).Select(comment => comment.AuthorId))
                .Concat(Likes.SelectMany(group => group).Select(like => like.UserId))
                .Distinct();
    }
}
