using System.Linq.Expressions;
using Seatmate.Accounts.Users;

namespace Seatmate.Accounts.Admins;

/// <summary>An account as an admin sees it: who it is, and neither what they wrote nor what they booked.</summary>
public sealed record AccountDetails(
    long Id,
    string Name,
    string UserName,
    string Handle,
    string Email,
    Role Role,
    DateTimeOffset? LastSignInAt,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt
);

public static class AccountViews
{
    public static readonly Expression<Func<User, AccountDetails>> Details = user => new AccountDetails(
        user.Id,
        user.Name,
        user.UserName,
        user.Handle,
        user.Email,
        user.Role,
        user.LastSignInAt,
        user.CreatedAt,
        user.UpdatedAt
    );
}
