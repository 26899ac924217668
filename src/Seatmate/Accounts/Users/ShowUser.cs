using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Seatmate.Accounts.Contracts;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;

namespace Seatmate.Accounts.Users;

/// <summary>A person's public page; the counts are of what everybody sees.</summary>
public sealed record UserProfile(
    long Id,
    string Name,
    string UserName,
    string Handle,
    bool IsAdmin,
    DateTimeOffset CreatedAt,
    int EventCount,
    int PostCount
);

public static class ShowUser
{
    public static async Task<Results<Ok<UserProfile>, Problem>> Handle(
        long id,
        SeatmateDb db,
        IEnumerable<IPublicActivity> modules,
        CancellationToken cancel
    ) =>
        await Profile(db.Users.Where(user => user.Id == id), modules, cancel) is { } profile
            ? TypedResults.Ok(profile)
            : Problem.NotFound("User", id);

    internal static async Task<UserProfile?> Profile(
        IQueryable<User> one,
        IEnumerable<IPublicActivity> modules,
        CancellationToken cancel
    )
    {
        if (await one.AsNoTracking().SingleOrDefaultAsync(cancel) is not { } user)
            return null;
        var activity = new PublicActivity();
        foreach (var module in modules)
            activity += await module.Of(user.Id, cancel);
        return new(
            user.Id,
            user.Name,
            user.UserName,
            user.Handle,
            user.IsAdmin,
            user.CreatedAt,
            activity.Events,
            activity.Posts
        );
    }
}

/// <summary>The same by the name in the address bar.</summary>
public static class ShowUserByHandle
{
    public static async Task<Results<Ok<UserProfile>, Problem>> Handle(
        string handle,
        SeatmateDb db,
        IEnumerable<IPublicActivity> modules,
        CancellationToken cancel
    ) =>
        await ShowUser.Profile(db.Users.Where(user => user.Handle == handle), modules, cancel) is { } profile
            ? TypedResults.Ok(profile)
            : Problem.NotFound("No one goes by this name");
}

/// <summary>Everybody, by id.</summary>
public static class ListUsers
{
    public static async Task<Page<UserSummary>> Handle(
        PageRequest page,
        SeatmateDb db,
        CancellationToken cancel
    )
    {
        var after = page.AfterId ?? 0;
        var users = await db
            .Users.AsNoTracking()
            .Where(user => user.Id > after)
            .OrderBy(user => user.Id)
            .Take(page.Limit + 1)
            .Select(UserViews.Summary)
            .ToListAsync(cancel);
        return new(users, page, user => [user.Id]);
    }
}
