using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Seatmate.Platform;
using Seatmate.Platform.Database;
using Seatmate.Platform.Jobs;
using Seatmate.Ticketing.Orders;
using Seatmate.Ticketing.Stocks;

namespace Seatmate.Ticketing.Vouchers;

/// <summary>A voucher to be made, under a code that is made up when none is given; if it reserves, its uses are places
/// of the section.</summary>
public sealed record NewVoucher(
    long EventId,
    string? Code,
    int PercentOff,
    long? SectionId,
    DateTimeOffset? ValidUntil,
    long Uses,
    bool Reserves
);

public enum VoucherFault
{
    CodeTaken,
    TooFewPlaces,
    SectionGone,
    EventGone,
}

/// <summary>Makes vouchers and ends them. That an event has a code once is decided by vouchers_code_once_per_event;
/// that there are as many places as one keeps by the check of their section's stock, of which
/// stocks_take_of_their_pools takes them. The section's stock is locked before the voucher's, as everywhere: its id is
/// the smaller one.</summary>
public sealed class VoucherDesk(SeatmateDb db, IServiceScopeFactory scopes)
{
    private const int MadeUpLength = 8;
    private const int AttemptsMax = 5;

    /// <summary>Without those that are taken for another: 0 and O, 1, I and L, 5 and S, 2 and Z, 8 and B, U and
    /// V.</summary>
    private const string Signs = "34679ACDEFGHJKMNPQRTWXY";

    /// <summary>The id of the voucher, or why there is none. What has expired makes room first.</summary>
    public async Task<(VoucherFault? Fault, long Id)> Make(
        NewVoucher wanted,
        long actorId,
        long organiserId,
        CancellationToken cancel
    )
    {
        for (var attempt = 1; ; attempt++)
        {
            var (fault, id) = await TryMake(wanted, actorId, organiserId, cancel);
            var mayHelp =
                fault == VoucherFault.CodeTaken && wanted.Code is null
                || fault == VoucherFault.TooFewPlaces && attempt == 1;
            if (!mayHelp || attempt == AttemptsMax)
                return (fault, id);
            db.ChangeTracker.Clear();
            if (fault == VoucherFault.TooFewPlaces)
                await LetGo(wanted.EventId, cancel);
        }
    }

    /// <summary>Closes a voucher's stock; what it kept and nobody uses returns to the section in the same transaction
    /// (stocks_return_their_reserve). False when it was closed before.</summary>
    public async Task<bool> End(long voucherId, CancellationToken cancel)
    {
        await db.Database.ExecuteSqlAsync(
            $"""
            SELECT FROM ticketing.stocks WHERE id IN (
                SELECT stock.pool_id FROM ticketing.vouchers AS voucher JOIN ticketing.stocks AS stock
                    ON stock.event_id = voucher.event_id AND stock.kind = 'voucher' AND stock.subject_id = voucher.id
                WHERE voucher.id = {voucherId}
            ) FOR NO KEY UPDATE
            """,
            cancel
        );
        await db.Database.ExecuteSqlAsync(
            $"UPDATE ticketing.vouchers SET ended_at = now() WHERE id = {voucherId} AND ended_at IS NULL",
            cancel
        );
        var closed = await db.Database.ExecuteSqlAsync(
            $"""
            UPDATE ticketing.stocks SET open = false FROM ticketing.vouchers AS voucher
            WHERE voucher.id = {voucherId} AND stocks.event_id = voucher.event_id AND kind = 'voucher'
                AND subject_id = voucher.id AND open
            """,
            cancel
        );
        return closed > 0;
    }

    /// <summary>In a transaction of its own, also where the request has one: nothing else is locked then.</summary>
    private async Task LetGo(long eventId, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<Lapsing>().LapseOf(eventId, cancel);
    }

    private async Task<(VoucherFault? Fault, long Id)> TryMake(
        NewVoucher wanted,
        long actorId,
        long organiserId,
        CancellationToken cancel
    )
    {
        try
        {
            return await db.InTransaction(
                () => Add(wanted, actorId, organiserId, cancel),
                cancel,
                made => made.Fault is null
            );
        }
        catch (Exception error) when (Known(error.BrokenConstraint()) is { } fault)
        {
            return (fault, 0);
        }
    }

    private static VoucherFault? Known(string? constraint) =>
        constraint switch
        {
            TicketingTables.VoucherCodeOnce => VoucherFault.CodeTaken,
            TicketingTables.TakenWithinCapacity => VoucherFault.TooFewPlaces,
            TicketingTables.ClosedTakeNothing => VoucherFault.EventGone,
            TicketingTables.SectionOfVoucherIsThere => VoucherFault.SectionGone,
            _ => null,
        };

    private async Task<(VoucherFault? Fault, long Id)> Add(
        NewVoucher wanted,
        long actorId,
        long organiserId,
        CancellationToken cancel
    )
    {
        var section = wanted.Reserves ? await LockPlaces(wanted, cancel) : null;
        if (wanted.Reserves && section is null)
            return (VoucherFault.SectionGone, 0);
        var voucher = new Voucher
        {
            EventId = wanted.EventId,
            Code = wanted.Code ?? RandomNumberGenerator.GetString(Signs, MadeUpLength),
            PercentOff = wanted.PercentOff,
            SectionId = wanted.SectionId,
            ValidUntil = wanted.ValidUntil,
            ReservedPlaces = wanted.Reserves ? wanted.Uses : null,
        };
        db.Vouchers.Add(voucher);
        await db.SaveChangesAsync(cancel);
        var stock = new Stock
        {
            EventId = wanted.EventId,
            Kind = StockKind.Voucher,
            SubjectId = voucher.Id,
            Capacity = wanted.Reserves ? 0 : wanted.Uses,
            PoolId = section,
        };
        db.Stocks.Add(stock);
        Note(voucher, wanted, actorId, organiserId);
        await db.SaveChangesAsync(cancel);
        // The section gives the places to what changes, not to what is new.
        stock.Capacity = wanted.Uses;
        await db.SaveChangesAsync(cancel);
        return (null, voucher.Id);
    }

    /// <summary>The stock of the section whose places are to be kept; null when it was removed.</summary>
    private async Task<long?> LockPlaces(NewVoucher wanted, CancellationToken cancel)
    {
        var found = await db
            .Database.SqlQuery<long>(
                $"""
                SELECT id AS "Value" FROM ticketing.stocks
                WHERE event_id = {wanted.EventId} AND kind = 'section' AND subject_id = {wanted.SectionId}
                FOR NO KEY UPDATE
                """
            )
            .ToListAsync(cancel);
        return found is [var id] ? id : null;
    }

    private void Note(Voucher voucher, NewVoucher wanted, long actorId, long organiserId) =>
        db.Note(
            actorId,
            "ticketing.voucher_created",
            $"voucher:{voucher.Id}",
            new
            {
                voucher.EventId,
                voucher.PercentOff,
                wanted.Uses,
                wanted.Reserves,
            },
            organiserId
        );
}

/// <summary>What vouchers keep returns to the public a few seconds after they expire, by the database's
/// clock.</summary>
public sealed class EndVouchers(SeatmateDb db, VoucherDesk desk) : IJob
{
    private const int AtOnce = 100;

    /// <summary>Those that have something to give back, whose time is over.</summary>
    public static readonly string Ended = $"""
        SELECT id AS "Value" FROM ticketing.vouchers
        WHERE reserved_places IS NOT NULL AND ended_at IS NULL AND valid_until <= now()
        ORDER BY valid_until LIMIT {AtOnce}
        """;

    public TimeSpan Every => TimeSpan.FromSeconds(5);

    public async Task Run(CancellationToken cancel)
    {
        while (true)
        {
            var ended = await db.Database.SqlQueryRaw<long>(Ended).ToListAsync(cancel);
            foreach (var id in ended)
                await db.InTransaction(() => desk.End(id, cancel), cancel);
            if (ended.Count < AtOnce)
                return;
        }
    }
}
