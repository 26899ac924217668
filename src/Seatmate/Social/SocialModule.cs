using Seatmate.Accounts.Contracts;
using Seatmate.Notifications.Contracts;
using Seatmate.Platform.Http;
using Seatmate.Social.Comments;
using Seatmate.Social.Contracts;
using Seatmate.Social.Likes;
using Seatmate.Social.Posts;

namespace Seatmate.Social;

/// <summary>What people say about events, and to each other.</summary>
public static class SocialModule
{
    public static void AddSocial(this IServiceCollection services)
    {
        services.AddScoped<PostViews>();
        services.AddScoped<IPosts, PostsForOthers>();
        services.AddScoped<IPublicActivity, PostsOfPerson>();
        services.AddScoped<IMonthlyFigures, MonthOfTalk>();
        services.AddPersonalRows(PersonalRowsOfSocial.All);
    }

    public static void MapSocial(this IEndpointRouteBuilder app)
    {
        var posts = app.MapGroup("/posts").WithTags("Social");
        posts.MapGet("/", ListPosts.Handle).Named(nameof(ListPosts));
        posts.MapPost("/", CreatePost.Handle).Named(nameof(CreatePost));
        posts.MapGet("/{id}", ShowPost.Handle).Named(nameof(ShowPost));
        posts.MapUpdate("/{id}", UpdatePost.Handle, nameof(UpdatePost));
        posts.MapDelete("/{id}", DeletePost.Handle).Named(nameof(DeletePost));

        var comments = posts.MapGroup("/{id}/comments");
        comments.MapGet("/", ListComments.Handle).Named(nameof(ListComments));
        comments.MapPost("/", CreateComment.Handle).Named(nameof(CreateComment));
        comments.MapGet("/{cid}", ShowComment.Handle).Named(nameof(ShowComment));
        comments.MapUpdate("/{cid}", UpdateComment.Handle, nameof(UpdateComment));
        comments.MapDelete("/{cid}", DeleteComment.Handle).Named(nameof(DeleteComment));

        var likes = posts.MapGroup("/{id}/likes");
        likes.MapGet("/", ListLikes.Handle).Named(nameof(ListLikes));
        likes.MapPost("/", LikePost.Handle).Named(nameof(LikePost));
        likes.MapGet("/{lid}", ShowLike.Handle).Named(nameof(ShowLike));
        likes.MapDelete("/{lid}", UnlikePost.Handle).Named(nameof(UnlikePost));
    }
}
