using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Validation;
using Seatmate.Events.Contracts;
using Seatmate.Platform;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;

namespace Seatmate.Social.Posts;

/// <summary>Any part of it; what is missing or null stays, an empty text clears an optional one, `event_id` 0 leaves
/// the event.</summary>
[ValidatableType]
public sealed record UpdatePostRequest(
    [property: TextRule(3, 50)] string? Title,
    [property: TextRule(1, 400, Lines = true)] string? Content,
    [property: TextRule(0, 200)] string? Location,
    [property: WebAddressRule] string? ImageUrl,
    long? EventId
);

/// <summary>Changes the caller's own post. The post is public to every member, so a stranger is told that it is not
/// theirs.</summary>
public static class UpdatePost
{
    public static async Task<Results<Ok<PostDetails>, Problem>> Handle(
        long id,
        UpdatePostRequest request,
        Caller caller,
        SeatmateDb db,
        IEventTerms events,
        PostViews views,
        TimeProvider clock,
        CancellationToken cancel
    )
    {
        if (await db.Posts.ForEverybody().SingleOrDefaultAsync(p => p.Id == id, cancel) is not { } post)
            return Problem.NotFound("Post", id);
        if (post.AuthorId != caller.UserId)
            return Problem.Forbidden("You can only edit your own posts");
        if (
            request.EventId is { } eventId and not 0
            && eventId != post.EventId
            && await events.Find(eventId, caller.AsViewer, cancel) is null
        )
            return CreatePost.NoSuchEvent();
        await db.InTransaction(() => Change(db, post, request, clock.GetUtcNow()), cancel);
        return await views.One(id, caller, cancel) is { } details
            ? TypedResults.Ok(details)
            : Problem.NotFound("Post", id);
    }

    private static Task<bool> Change(SeatmateDb db, Post post, UpdatePostRequest request, DateTimeOffset now)
    {
        post.Title = request.Title?.Trim() ?? post.Title;
        post.Content = request.Content?.Trim() ?? post.Content;
        post.Location = request.Location is null ? post.Location : request.Location.OrNull();
        post.ImageUrl = request.ImageUrl is null ? post.ImageUrl : request.ImageUrl.OrNull();
        post.EventId =
            request.EventId is null ? post.EventId
            : request.EventId == 0 ? null
            : request.EventId;
        if (!db.ChangeTracker.HasChanges())
            return Task.FromResult(false);
        post.UpdatedAt = now;
        db.Note(post.AuthorId, "social.post_updated", $"post:{post.Id}");
        return Task.FromResult(true);
    }
}
