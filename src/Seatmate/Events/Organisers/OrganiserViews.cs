using System.Linq.Expressions;
using Seatmate.Events.Contracts;

namespace Seatmate.Events.Organisers;

/// <summary>An organiser as its team sees it: what the one who asks is there, and what that allows.</summary>
public sealed record OrganiserDetails(
    long Id,
    string Name,
    string Slug,
    TeamRole Role,
    IReadOnlyList<TeamPermission> Permissions,
    int Members,
    DateTimeOffset CreatedAt
);

public static class OrganiserViews
{
    public static IQueryable<OrganiserDetails> For(this IQueryable<Organiser> organisers, long userId) =>
        organisers.Select(Row(userId)).Select(row => Details(row));

    private static Expression<Func<Organiser, OrganiserRow>> Row(long userId) =>
        organiser => new OrganiserRow(
            organiser.Id,
            organiser.Name,
            organiser.Slug,
            organiser.Members.Where(member => member.UserId == userId).Select(member => member.Role).Single(),
            organiser.Members.Count,
            organiser.CreatedAt
        );

    private static OrganiserDetails Details(OrganiserRow row) =>
        new(row.Id, row.Name, row.Slug, row.Role, TeamPermissions.Of(row.Role), row.Members, row.CreatedAt);

    private sealed record OrganiserRow(
        long Id,
        string Name,
        string Slug,
        TeamRole Role,
        int Members,
        DateTimeOffset CreatedAt
    );
}
