using Microsoft.EntityFrameworkCore;
using Seatmate.Accounts.Contracts;
using Seatmate.Platform;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;

namespace Seatmate.Accounts.Audit;

/// <summary>Who did what, the newest first: for admins. Reading is all that there is; the rows never change
/// (audit_is_append_only). The order is that of time, so that a span of it, of all or of one actor, is a piece of an
/// index.</summary>
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
        var rows = await Before(db.Audit.AsNoTracking().Matching(filter), page)
            .OrderByDescending(row => row.At)
            .ThenByDescending(row => row.Id)
            .Take(page.Limit + 1)
            .ToListAsync(cancel);
        return new(await rows.Show(people, cancel), page, entry => [PageRequest.Key(entry.At), entry.Id]);
    }

    private static IQueryable<AuditRow> Before(IQueryable<AuditRow> rows, PageRequest page)
    {
        if (page.After.Count == 0)
            return rows;
        var (at, id) = (page.Instant(0), page.Number(1));
        return rows.Where(row =>
            EF.Functions.LessThan(ValueTuple.Create(row.At, row.Id), ValueTuple.Create(at, id))
        );
    }
}
