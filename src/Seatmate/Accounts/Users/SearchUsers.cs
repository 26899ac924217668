using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Seatmate.Accounts.Contracts;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;

namespace Seatmate.Accounts.Users;

/// <summary>People by any part of their name or user name: 'my' finds Tommy, Amy and Sammy. Two statements, both by
/// index.</summary>
public static class SearchUsers
{
    public static async Task<Results<Page<UserSummary>, Problem>> Handle(
        string part,
        PageRequest page,
        SeatmateDb db,
        CancellationToken cancel
    )
    {
        var found = await SearchPart.Find(db, "accounts.users", "true", part, page, cancel);
        if (found.Count == 0)
            return Problem.NotFound($"No users found matching '{part}'");
        var ids = found.Select(row => row.Id).ToArray();
        var users = await db
            .Users.AsNoTracking()
            .Where(user => ids.Contains(user.Id))
            .Select(UserViews.Summary)
            .ToDictionaryAsync(user => user.Id, cancel);
        var ranks = found.ToDictionary(row => row.Id, row => row.Rank);
        var ordered = ids.Where(users.ContainsKey).Select(id => users[id]).ToList();
        return new Page<UserSummary>(ordered, page, user => [ranks[user.Id], user.Id]);
    }
}
