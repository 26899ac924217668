using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Seatmate.Events.Contracts;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;

namespace Seatmate.Ticketing.Vouchers;

/// <summary>The vouchers of an event, newest first, for its team: whoever knows a code may use it.</summary>
public static class ListVouchers
{
    public static async Task<Results<Page<VoucherDetails>, Problem>> Handle(
        long id,
        PageRequest page,
        Caller caller,
        SeatmateDb db,
        IEventTerms events,
        CancellationToken cancel
    )
    {
        var (refusal, _) = await events.FindManaged(id, caller, cancel);
        if (refusal is not null)
            return refusal;
        var after = page.AfterId ?? long.MaxValue;
        var vouchers = await db.Show(
                db.Vouchers.Where(voucher => voucher.EventId == id && voucher.Id < after)
            )
            .Take(page.Limit + 1)
            .ToListAsync(cancel);
        return new Page<VoucherDetails>(vouchers, page, voucher => [voucher.Id]);
    }
}
