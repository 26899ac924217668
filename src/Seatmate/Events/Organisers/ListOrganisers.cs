using Microsoft.EntityFrameworkCore;
using Seatmate.Events.Contracts;
using Seatmate.Events.Teams;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;

namespace Seatmate.Events.Organisers;

/// <summary>The organisers in whose team the caller is, the oldest first.</summary>
public static class ListOrganisers
{
    public static async Task<Page<OrganiserDetails>> Handle(
        PageRequest page,
        Caller caller,
        SeatmateDb db,
        CancellationToken cancel
    )
    {
        var after = page.AfterId ?? 0;
        var organisers = await db
            .Organisers.AsNoTracking()
            .ManagedBy(caller, TeamPermission.SeeTeam)
            .Where(organiser => organiser.Id > after)
            .OrderBy(organiser => organiser.Id)
            .Take(page.Limit + 1)
            .For(caller.UserId)
            .ToListAsync(cancel);
        return new(organisers, page, organiser => [organiser.Id]);
    }
}
