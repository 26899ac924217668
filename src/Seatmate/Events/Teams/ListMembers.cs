using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Seatmate.Accounts.Contracts;
using Seatmate.Events.Contracts;
using Seatmate.Events.Organisers;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;

namespace Seatmate.Events.Teams;

/// <summary>A person of a team.</summary>
public sealed record MemberDetails(UserSummary User, TeamRole Role, DateTimeOffset CreatedAt);

/// <summary>Who is in a team, for those who are in it.</summary>
public static class ListMembers
{
    public static async Task<Results<Page<MemberDetails>, Problem>> Handle(
        long id,
        PageRequest page,
        Caller caller,
        SeatmateDb db,
        IPeople people,
        CancellationToken cancel
    )
    {
        if (await db.RefuseUnless(id, caller, TeamPermission.SeeTeam, cancel) is { } refusal)
            return refusal;
        var after = page.AfterId ?? 0;
        var members = await db
            .OrganiserMembers.AsNoTracking()
            .Where(member => member.OrganiserId == id && member.UserId > after)
            .OrderBy(member => member.UserId)
            .Take(page.Limit + 1)
            .ToListAsync(cancel);
        return new Page<MemberDetails>(await Show(members, people, cancel), page, member => [member.User.Id]);
    }

    internal static async Task<List<MemberDetails>> Show(
        IReadOnlyCollection<OrganiserMember> members,
        IPeople people,
        CancellationToken cancel
    )
    {
        var names = await people.Summaries([.. members.Select(member => member.UserId)], cancel);
        return
        [
            .. members
                .Where(member => names.ContainsKey(member.UserId))
                .Select(member => new MemberDetails(names[member.UserId], member.Role, member.CreatedAt)),
        ];
    }
}
