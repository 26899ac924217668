using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Seatmate.Accounts.Users;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;

namespace Seatmate.Accounts.Admins;

/// <summary>Whom to list: `find` is any part of a name or user name, or a whole e-mail address.</summary>
public sealed record AccountFilter
{
    [FromQuery(Name = "find"), TextRule(1, 120)]
    public string? Find { get; init; }

    [
        FromQuery(Name = "role"),
        AllowedValues(null, "user", "admin", ErrorMessage = "A role is user or admin.")
    ]
    public string? Role { get; init; }
}

/// <summary>Accounts with role and last sign-in, for admins; by id, or what was found best first.</summary>
public static class ListAccounts
{
    public static async Task<Page<AccountDetails>> Handle(
        [AsParameters] AccountFilter filter,
        PageRequest page,
        SeatmateDb db,
        CancellationToken cancel
    )
    {
        var asked = filter.Role switch
        {
            "admin" => Role.Admin,
            "user" => Role.User,
            _ => default(Role?),
        };
        if (filter.Find is { } part && !part.Contains('@', StringComparison.Ordinal))
            return await Search(db, part, asked, page, cancel);
        var after = page.AfterId ?? 0;
        var users = filter.Find is { } address ? db.Users.WithEmail(address.Trim()) : db.Users;
        if (asked is { } role)
            users = users.Where(user => user.Role == role);
        var accounts = await users
            .AsNoTracking()
            .Where(user => user.Id > after)
            .OrderBy(user => user.Id)
            .Take(page.Limit + 1)
            .Select(AccountViews.Details)
            .ToListAsync(cancel);
        return new(accounts, page, account => [account.Id]);
    }

    private static async Task<Page<AccountDetails>> Search(
        SeatmateDb db,
        string part,
        Role? role,
        PageRequest page,
        CancellationToken cancel
    )
    {
        var condition = role is { } asked ? Condition(asked) : "true";
        var found = await SearchPart.Find(db, "accounts.users", condition, part, page, cancel);
        var ids = found.Select(row => row.Id).ToArray();
        var accounts = await db
            .Users.AsNoTracking()
            .Where(user => ids.Contains(user.Id))
            .Select(AccountViews.Details)
            .ToDictionaryAsync(account => account.Id, cancel);
        var ranks = found.ToDictionary(row => row.Id, row => row.Rank);
        return new(
            [.. ids.Where(accounts.ContainsKey).Select(id => accounts[id])],
            page,
            account => [ranks[account.Id], account.Id]
        );
    }

    private static string Condition(Role role) =>
        role switch
        {
            Role.Admin => "role = 'admin'",
            Role.User => "role = 'user'",
        };
}
