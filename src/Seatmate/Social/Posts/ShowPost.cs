using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;

namespace Seatmate.Social.Posts;

public static class ShowPost
{
    public static async Task<Results<Ok<PostDetails>, Problem>> Handle(
        long id,
        Caller caller,
        PostViews views,
        CancellationToken cancel
    ) =>
        await views.One(id, caller, cancel) is { } details
            ? TypedResults.Ok(details)
            : Problem.NotFound("Post", id);
}

/// <summary>Posts, the newest first: all of them, of one event or of one person.</summary>
public static class ListPosts
{
    public static async Task<Page<PostDetails>> Handle(
        [FromQuery(Name = "event_id")] long? eventId,
        [FromQuery(Name = "author_id")] long? authorId,
        PageRequest page,
        Caller caller,
        SeatmateDb db,
        PostViews views,
        CancellationToken cancel
    )
    {
        var posts = db.Posts.AsNoTracking().ForEverybody();
        if (eventId is not null)
            posts = posts.Where(post => post.EventId == eventId);
        if (authorId is not null)
            posts = posts.Where(post => post.AuthorId == authorId);
        if (page.AfterId is { } after)
            posts = posts.Where(post => post.Id < after);
        var rows = await posts.OrderByDescending(post => post.Id).Take(page.Limit + 1).ToListAsync(cancel);
        return new(await views.Details(rows, caller, cancel), page, post => [post.Id]);
    }
}
