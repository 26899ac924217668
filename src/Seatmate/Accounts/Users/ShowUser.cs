using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Seatmate.Accounts.Contracts;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;

namespace Seatmate.Accounts.Users;

/// <summary>A person's public page.</summary>
public sealed record UserProfile(
    long Id,
    string Name,
    string UserName,
    string Handle,
    bool IsAdmin,
    DateTimeOffset CreatedAt
);

public static class ShowUser
{
    public static async Task<Results<Ok<UserProfile>, Problem>> Handle(
        long id,
        SeatmateDb db,
        CancellationToken cancel
    ) =>
        await Profiles(db.Users.Where(user => user.Id == id)).SingleOrDefaultAsync(cancel) is { } profile
            ? TypedResults.Ok(profile)
            : Problem.NotFound("User", id);

    internal static IQueryable<UserProfile> Profiles(IQueryable<User> users) =>
        users
            .AsNoTracking()
            .Select(user => new UserProfile(
                user.Id,
                user.Name,
                user.UserName,
                user.Handle,
                user.Role == Role.Admin,
                user.CreatedAt
            ));
}

/// <summary>The same by the name in the address bar.</summary>
public static class ShowUserByHandle
{
    public static async Task<Results<Ok<UserProfile>, Problem>> Handle(
        string handle,
        SeatmateDb db,
        CancellationToken cancel
    )
    {
        var profile = await ShowUser
            .Profiles(db.Users.Where(user => user.Handle == handle))
            .SingleOrDefaultAsync(cancel);
        return profile is null ? Problem.NotFound("No one goes by this name") : TypedResults.Ok(profile);
    }
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
