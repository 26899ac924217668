using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Seatmate.Accounts.Contracts;
using Seatmate.Events.Contracts;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;

namespace Seatmate.Accounts.Keys;

/// <summary>Without `organiser_id` one's own keys.</summary>
public sealed record KeyFilter([property: FromQuery(Name = "organiser_id")] long? OrganiserId);

/// <summary>The caller's own keys, or all of an organiser for its owners; the newest first.</summary>
public static class ListKeys
{
    public static async Task<Results<Page<KeyDetails>, Problem>> Handle(
        [AsParameters] KeyFilter filter,
        PageRequest page,
        Caller caller,
        SeatmateDb db,
        ITeams teams,
        IPeople people,
        CancellationToken cancel
    )
    {
        var keys = db.ApiKeys.AsNoTracking();
        if (filter.OrganiserId is { } organiser)
        {
            if (await teams.Refusal(organiser, caller, TeamPermission.ManageKeys, cancel) is { } refusal)
                return refusal;
            keys = keys.Where(key => key.OrganiserId == organiser);
        }
        else
        {
            keys = keys.Where(key => key.UserId == caller.UserId && key.OrganiserId == null);
        }
        var after = page.AfterId ?? long.MaxValue;
        var rows = await keys.Where(key => key.Id < after)
            .OrderByDescending(key => key.Id)
            .Take(page.Limit + 1)
            .ToListAsync(cancel);
        return new Page<KeyDetails>(await KeyViews.Show(rows, people, cancel), page, key => [key.Id]);
    }
}
