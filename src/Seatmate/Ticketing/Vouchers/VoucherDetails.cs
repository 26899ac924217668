using Microsoft.EntityFrameworkCore;
using Seatmate.Events.Contracts;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;
using Seatmate.Ticketing.Stocks;

namespace Seatmate.Ticketing.Vouchers;

/// <summary>A voucher for who organises. Used counts what is held or ordered with it just now: orders, or, if it
/// reserves, the places that it keeps for them. Section is null when it is good for all of them.</summary>
public sealed record VoucherDetails(
    long Id,
    string Code,
    int PercentOff,
    string? Section,
    bool Reserves,
    long Uses,
    long Used,
    DateTimeOffset? ValidUntil,
    bool Withdrawn,
    DateTimeOffset CreatedAt
);

public static class VoucherViews
{
    /// <summary>These vouchers with what is left of them, newest first.</summary>
    public static IQueryable<VoucherDetails> Show(this SeatmateDb db, IQueryable<Voucher> vouchers)
    {
        var sections = db.Sections.AsNoTracking();
        var stocks = db.Stocks.AsNoTracking().Where(stock => stock.Kind == StockKind.Voucher);
        return from voucher in vouchers.AsNoTracking()
            join stock in stocks
                on new { voucher.EventId, SubjectId = voucher.Id } equals new
                {
                    stock.EventId,
                    stock.SubjectId,
                }
            orderby voucher.Id descending
            select new VoucherDetails(
                voucher.Id,
                voucher.Code,
                voucher.PercentOff,
                sections
                    .Where(section => section.Id == voucher.SectionId)
                    .Select(section => section.Name)
                    .SingleOrDefault(),
                voucher.ReservedPlaces != null,
                voucher.ReservedPlaces ?? stock.Capacity!.Value,
                stock.Taken,
                voucher.ValidUntil,
                !stock.Open && !(voucher.ReservedPlaces != null && voucher.EndedAt >= voucher.ValidUntil),
                voucher.CreatedAt
            );
    }

    /// <summary>The event whose vouchers somebody wants to see or change; why not otherwise: 403 where the event is
    /// public to them, 404 where they may not know of it.</summary>
    public static async Task<(Problem? Refusal, EventTerms Terms)> FindManaged(
        this IEventTerms events,
        long eventId,
        Caller caller,
        CancellationToken cancel
    ) =>
        await events.Find(eventId, caller.AsViewer, cancel) switch
        {
            null => (Problem.NotFound("Event", eventId), null!),
            var terms when terms.Allows(TeamPermission.ManageVouchers) => (null, terms),
            { TeamRole: not null } terms => (TeamRefusals.NotYourRole(), terms),
            var terms => (Problem.Forbidden("You only have vouchers for your own events"), terms),
        };
}
