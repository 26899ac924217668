using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Seatmate.Accounts.Contracts;
using Seatmate.Events.Contracts;
using Seatmate.Platform;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;

namespace Seatmate.Events.Teams;

/// <summary>What was done to an organiser, its team, its events and their vouchers and bookings, the newest first, for
/// its owners.</summary>
public static class ListTeamAudit
{
    public static async Task<Results<Page<AuditEntry>, Problem>> Handle(
        long id,
        PageRequest page,
        Caller caller,
        SeatmateDb db,
        IPeople people,
        CancellationToken cancel
    )
    {
        if (await db.RefuseUnless(id, caller, TeamPermission.SeeAudit, cancel) is { } refusal)
            return refusal;
        var after = page.AfterId ?? long.MaxValue;
        var rows = await db
            .Audit.AsNoTracking()
            .Where(row => row.OrganiserId == id && row.Id < after)
            .OrderByDescending(row => row.Id)
            .Take(page.Limit + 1)
            .ToListAsync(cancel);
        return new Page<AuditEntry>(await rows.Show(people, cancel), page, entry => [entry.Id]);
    }
}
