using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Seatmate.Events.Contracts;
using Seatmate.Platform;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;

namespace Seatmate.Ticketing.Vouchers;

/// <summary>Nobody uses a voucher any more; what is held or ordered with it stays, and the places that it keeps beside
/// return to their section. Its stock is closed, which a batch
/// that read it before meets when it writes (stocks_not_overtaken). Twice is the same, and noted once: whoever
/// finds the stock open closes it.</summary>
public static class WithdrawVoucher
{
    public static async Task<Results<Ok<Done>, Problem>> Handle(
        long id,
        long vid,
        Caller caller,
        SeatmateDb db,
        IEventTerms events,
        VoucherDesk desk,
        CancellationToken cancel
    )
    {
        var (refusal, terms) = await events.FindManaged(id, caller, cancel);
        if (refusal is not null)
            return refusal;
        var code = await db
            .Vouchers.Where(voucher => voucher.EventId == id && voucher.Id == vid)
            .Select(voucher => voucher.Code)
            .SingleOrDefaultAsync(cancel);
        if (code is null)
            return Problem.NotFound("Voucher", vid);
        await db.InTransaction(() => Close(db, desk, terms, vid, caller.UserId, cancel), cancel);
        return TypedResults.Ok(new Done($"Voucher {code} withdrawn"));
    }

    private static async Task<bool> Close(
        SeatmateDb db,
        VoucherDesk desk,
        EventTerms terms,
        long voucherId,
        long actorId,
        CancellationToken cancel
    )
    {
        var closed = await desk.End(voucherId, cancel);
        if (closed)
            db.Note(actorId, "ticketing.voucher_withdrawn", $"voucher:{voucherId}", null, terms.OrganiserId);
        return closed;
    }
}
