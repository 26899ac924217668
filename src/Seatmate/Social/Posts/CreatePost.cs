using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Seatmate.Events.Contracts;
using Seatmate.Platform;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;
using Seatmate.Platform.Outbox;
using Seatmate.Social.Contracts;

namespace Seatmate.Social.Posts;

public sealed record CreatePostRequest(
    [property: Required, TextRule(3, 50)] string Title,
    [property: Required, TextRule(1, 400, Lines = true)] string Content,
    [property: TextRule(0, 200)] string? Location,
    [property: WebAddressRule] string? ImageUrl,
    long? EventId
);

/// <summary>Writes a post, perhaps about an event that the writer can see.</summary>
public static class CreatePost
{
    public static async Task<Results<Created<PostDetails>, Problem>> Handle(
        CreatePostRequest request,
        Caller caller,
        SeatmateDb db,
        IEventTerms events,
        PostViews views,
        CancellationToken cancel
    )
    {
        if (request.EventId is { } eventId && await events.Find(eventId, caller.AsViewer, cancel) is null)
            return NoSuchEvent();
        var post = new Post
        {
            AuthorId = caller.UserId,
            EventId = request.EventId,
            Title = request.Title.Trim(),
            Content = request.Content.Trim(),
            Location = request.Location.OrNull(),
            ImageUrl = request.ImageUrl.OrNull(),
        };
        await db.InTransaction(() => Write(db, post, cancel), cancel);
        return TypedResults.Created($"/posts/{post.Id}", await views.One(post.Id, caller, cancel));
    }

    private static async Task<bool> Write(SeatmateDb db, Post post, CancellationToken cancel)
    {
        db.Posts.Add(post);
        await db.SaveChangesAsync(cancel);
        db.Publish(new PostWritten(post.Id, post.AuthorId, post.EventId));
        db.Note(post.AuthorId, "social.post_written", $"post:{post.Id}");
        return true;
    }

    public static Problem NoSuchEvent() => Problem.Invalid("event_id", "There is no such event.");
}
