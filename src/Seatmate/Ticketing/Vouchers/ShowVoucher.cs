using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Seatmate.Events.Contracts;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;
using Seatmate.Ticketing.Orders;
using Seatmate.Ticketing.Stocks;

namespace Seatmate.Ticketing.Vouchers;

/// <summary>What a code is good for, for whoever knows it. Section is null when it is good for all of them; places left
/// are those that it keeps there for its users, null when it keeps none.</summary>
public sealed record VoucherOffer(
    string Code,
    int PercentOff,
    string? Section,
    long? PlacesLeft,
    DateTimeOffset? ValidUntil
);

/// <summary>What somebody's code is good for, before they hold anything with it: so they may choose places that are
/// kept for them where the public finds none. Refused as a hold would be; a code of another event is unknown.</summary>
public static class ShowVoucher
{
    public static async Task<Results<Ok<VoucherOffer>, Problem>> Handle(
        long id,
        [TypedVoucherRule] string? code,
        Viewer viewer,
        IEventTerms events,
        SeatmateDb db,
        TimeProvider clock,
        CancellationToken cancel
    )
    {
        if (await events.Find(id, viewer, cancel) is not { } terms)
            return Problem.NotFound("Event", id);
        if (Voucher.ReadCode(code) is not { } kept)
            return Problem.Missing("code");
        var found = await db
            .Vouchers.AsNoTracking()
            .Where(voucher => voucher.EventId == id && voucher.Code == kept)
            .Join(
                db.Stocks.Where(stock => stock.EventId == id && stock.Kind == StockKind.Voucher),
                voucher => voucher.Id,
                stock => stock.SubjectId,
                (voucher, stock) => new { voucher, stock }
            )
            .SingleOrDefaultAsync(cancel);
        var outcome = found is null
            ? BookingOutcome.VoucherUnknown
            : Voucher.OutcomeOf(
                found.voucher.ValidUntil,
                found.stock.Open,
                found.stock.Left,
                clock.GetUtcNow()
            );
        if (outcome != BookingOutcome.Done)
            return outcome.Explain(terms, kept);
        var section = await db
            .Sections.Where(section => section.Id == found!.voucher.SectionId)
            .Select(section => section.Name)
            .SingleOrDefaultAsync(cancel);
        return TypedResults.Ok(
            new VoucherOffer(
                kept,
                found!.voucher.PercentOff,
                section,
                found.voucher.ReservedPlaces is null ? null : found.stock.Left,
                found.voucher.ValidUntil
            )
        );
    }
}
