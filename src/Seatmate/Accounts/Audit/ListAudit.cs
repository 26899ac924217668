using Microsoft.EntityFrameworkCore;
using Seatmate.Accounts.Contracts;
using Seatmate.Platform;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;

namespace Seatmate.Accounts.Audit;

/// <summary>Who did what, the newest first: for admins. Reading is all that there is; the rows never change
/// (audit_is_append_only).</summary>
public static class ListAudit
{
    public static async Task<Page<AuditEntry>> Handle(
        [AsParameters] AuditFilter filter,
        PageRequest page,
        SeatmateDb db,
        IPeople people,
        CancellationToken cancel
    )
    {
        var after = page.AfterId ?? long.MaxValue;
        var rows = await db
            .Audit.AsNoTracking()
            .Matching(filter)
            .Where(row => row.Id < after)
            .OrderByDescending(row => row.Id)
            .Take(page.Limit + 1)
            .ToListAsync(cancel);
        return new(await rows.Show(people, cancel), page, entry => [entry.Id]);
    }
}
