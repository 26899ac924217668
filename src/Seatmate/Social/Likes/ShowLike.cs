using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Seatmate.Accounts.Contracts;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;
using Seatmate.Social.Posts;

namespace Seatmate.Social.Likes;

public static class ShowLike
{
    public static async Task<Results<Ok<LikeDetails>, Problem>> Handle(
        long id,
        long lid,
        SeatmateDb db,
        IPeople people,
        CancellationToken cancel
    )
    {
        var (like, problem) = await Find(db, id, lid, cancel);
        if (like is null)
            return problem!;
        var persons = await people.Summaries([like.UserId], cancel);
        return persons.TryGetValue(like.UserId, out var person)
            ? TypedResults.Ok(LikeDetails.From(like, person))
            : Problem.NotFound("Like", lid);
    }

    /// <summary>The like of a path, looked at from the outside in.</summary>
    internal static async Task<(Like? Like, Problem? Problem)> Find(
        SeatmateDb db,
        long postId,
        long id,
        CancellationToken cancel
    )
    {
        if (!await db.Posts.ForEverybody().AnyAsync(post => post.Id == postId, cancel))
            return (null, Problem.NotFound("Post", postId));
        var like = await db
            .Likes.AsNoTracking()
            .SingleOrDefaultAsync(l => l.Id == id && l.PostId == postId, cancel);
        return like is null ? (null, Problem.NotFound("Like", id)) : (like, null);
    }
}

/// <summary>Who likes a post, from the first on.</summary>
public static class ListLikes
{
    public static async Task<Results<Page<LikeDetails>, Problem>> Handle(
        long id,
        PageRequest page,
        SeatmateDb db,
        IPeople people,
        CancellationToken cancel
    )
    {
        if (!await db.Posts.ForEverybody().AnyAsync(post => post.Id == id, cancel))
            return Problem.NotFound("Post", id);
        var after = page.AfterId ?? 0;
        var likes = await db
            .Likes.AsNoTracking()
            .Where(like => like.PostId == id && like.Id > after)
            .OrderBy(like => like.Id)
            .Take(page.Limit + 1)
            .ToListAsync(cancel);
        var persons = await people.Summaries([.. likes.Select(like => like.UserId)], cancel);
        var details = likes
            .Where(like => persons.ContainsKey(like.UserId))
            .Select(like => LikeDetails.From(like, persons[like.UserId]));
        return new Page<LikeDetails>([.. details], page, like => [like.Id]);
    }
}
