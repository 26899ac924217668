using System.Linq.Expressions;
using Seatmate.Accounts.Contracts;

namespace Seatmate.Accounts.Users;

/// <summary>What only the person themself sees of their account.</summary>
public sealed record UserDetails(
    long Id,
    string Name,
    string UserName,
    string Handle,
    string Email,
    bool IsAdmin,
    DateOnly? Dob,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    string Language,
    string TimeZone
)
{
    public static UserDetails From(User user) =>
        new(
            user.Id,
            user.Name,
            user.UserName,
            user.Handle,
            user.Email,
            user.IsAdmin,
            user.Dob,
            user.CreatedAt,
            user.UpdatedAt,
            user.Language,
            user.TimeZone
        );
}

public static class UserViews
{
    public static readonly Expression<Func<User, UserSummary>> Summary = user => new UserSummary(
        user.Id,
        user.Name,
        user.UserName,
        user.Handle
    );
}
