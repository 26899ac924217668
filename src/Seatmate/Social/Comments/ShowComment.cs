using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Seatmate.Accounts.Contracts;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;
using Seatmate.Social.Posts;

namespace Seatmate.Social.Comments;

public static class ShowComment
{
    public static async Task<Results<Ok<CommentDetails>, Problem>> Handle(
        long id,
        long cid,
        SeatmateDb db,
        IPeople people,
        CancellationToken cancel
    )
    {
        var (comment, problem) = await db.FindComment(id, cid, cancel);
        if (comment is null)
            return problem!;
        var authors = await people.Summaries([comment.AuthorId], cancel);
        return authors.TryGetValue(comment.AuthorId, out var author)
            ? TypedResults.Ok(CommentDetails.From(comment, author))
            : Problem.NotFound("Comment", cid);
    }
}

/// <summary>What was said to a post, from the first on.</summary>
public static class ListComments
{
    public static async Task<Results<Page<CommentDetails>, Problem>> Handle(
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
        var comments = await db
            .Comments.AsNoTracking()
            .Where(comment => comment.PostId == id && comment.Id > after)
            .OrderBy(comment => comment.Id)
            .Take(page.Limit + 1)
            .ToListAsync(cancel);
        var authors = await people.Summaries([.. comments.Select(c => c.AuthorId).Distinct()], cancel);
        var details = comments
            .Where(comment => authors.ContainsKey(comment.AuthorId))
            .Select(comment => CommentDetails.From(comment, authors[comment.AuthorId]));
        return new Page<CommentDetails>([.. details], page, comment => [comment.Id]);
    }
}
