using Microsoft.EntityFrameworkCore;
using Npgsql;
using Seatmate.Accounts.Contracts;
using Seatmate.Platform.Database;
using Seatmate.Ticketing.Contracts;
using Seatmate.Ticketing.Orders;

namespace Seatmate.Ticketing.Stocks;

/// <summary>Takes from stocks and gives back, for orders; always inside the caller's transaction. The check on the
/// stock's row decides who gets the last place, so two transactions can never both have it; stocks are locked in the
/// order of their ids, so two can never wait for each other.</summary>
public sealed class Claims(SeatmateDb db, IPeople people)
{
    /// <summary>The stock of its buyer's tickets that a living order counts in; null when it is over.</summary>
    public Task<Stock?> CountedIn(Order order, CancellationToken cancel) =>
        db
            .Stocks.AsNoTracking()
            .Where(stock => stock.Kind == StockKind.Person || stock.Kind == StockKind.Guest)
            .SingleOrDefaultAsync(
                stock => db.Set<Claim>().Any(claim => claim.OrderId == order.Id && claim.StockId == stock.Id),
                cancel
            );

    /// <summary>The stock that counts a buyer's tickets, which for a guest with somebody's address is that person's;
    /// null when nothing counts them any more.</summary>
    public async Task<Stock?> OfBuyer(Order order, CancellationToken cancel)
    {
        if (order.BuyerId is { } buyer)
            return await Find(order.EventId, StockKind.Person, buyer, cancel);
        if (order.GuestId is not { } guest)
            return null;
        var counted = await AccountOf(guest, cancel) is { } person
            ? await Find(order.EventId, StockKind.Person, person, cancel)
            : null;
        return counted ?? await Find(order.EventId, StockKind.Guest, guest, cancel);
    }

    private async Task<long?> AccountOf(long guestId, CancellationToken cancel)
    {
        var email = await db
            .Database.SqlQuery<string>(
                $"SELECT email AS \"Value\" FROM ticketing.guests WHERE id = {guestId}"
            )
            .SingleOrDefaultAsync(cancel);
        return email is null ? null : await people.IdOf(email, cancel);
    }

    /// <summary>The same stock as it is now.</summary>
    public Task<Stock> Again(Stock stock, CancellationToken cancel) =>
        Get(stock.EventId, stock.Kind, stock.SubjectId, cancel);

    /// <summary>Makes an order's claims exactly these (stock → quantity; zero for none), and of its seats. False, with
    /// nothing changed, when a stock has not enough left or is gone, a seat is somebody else's or the event was called
    /// off.</summary>
    public async Task<bool> Set(Order order, IReadOnlyDictionary<long, long> wanted, CancellationToken cancel)
    {
        var held = await db
            .Claims.AsNoTracking()
            .Where(claim => claim.OrderId == order.Id)
            .ToDictionaryAsync(claim => claim.StockId, claim => claim.Quantity, cancel);
        var stocks = held.Keys.Union(wanted.Keys).Order().ToArray();
        var quantities = stocks.Select(stock => wanted.GetValueOrDefault(stock)).ToArray();
        var changes = stocks.Select((stock, i) => quantities[i] - held.GetValueOrDefault(stock)).ToArray();
        try
        {
            return await db.InTransaction(
                () => Write(order, stocks, quantities, changes, cancel),
                cancel,
                isWritten => isWritten
            );
        }
        catch (PostgresException error)
            when (error.ConstraintName
                    is TicketingTables.TakenWithinCapacity
                        or TicketingTables.ClosedTakeNothing
                        or TicketingTables.SeatClaimedOnce
            )
        {
            return false;
        }
    }

    /// <summary>Gives back all that these orders hold. What a voucher kept may return to its section, which is locked
    /// in the same order.</summary>
    public Task<int> Release(long[] orderIds, CancellationToken cancel) =>
        db.Database.ExecuteSqlAsync(
            $"""
            WITH seats AS (
                DELETE FROM ticketing.seat_claims WHERE order_id = ANY ({orderIds})
            ), gone AS (
                DELETE FROM ticketing.claims WHERE order_id = ANY ({orderIds}) RETURNING stock_id, quantity
            ), sums AS (
                SELECT stock_id, sum(quantity)::bigint AS quantity FROM gone GROUP BY stock_id
            ), locked AS MATERIALIZED (
                SELECT id FROM ticketing.stocks WHERE id IN (
                    SELECT stock_id FROM sums
                    UNION SELECT pool_id FROM sums JOIN ticketing.stocks ON id = stock_id AND kind = 'voucher'
                ) ORDER BY id FOR NO KEY UPDATE
            )
            UPDATE ticketing.stocks SET taken = taken - sums.quantity
            FROM sums JOIN locked ON locked.id = sums.stock_id WHERE stocks.id = locked.id
            """,
            cancel
        );

    /// <summary>Seats first and stocks last, in the order of their ids, as lanes do: so nobody waits in a circle. False
    /// when a stock was removed while its lock was waited for.</summary>
    private async Task<bool> Write(
        Order order,
        long[] stocks,
        long[] quantities,
        long[] changes,
        CancellationToken cancel
    )
    {
        var seats = order.Breakdown.Places.Select(place => place.Seat?.Id).OfType<long>().ToArray();
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO ticketing.seat_claims (event_id, seat_id, order_id)
            SELECT {order.EventId}, seat_id, {order.Id} FROM unnest({seats}) AS seat_id ORDER BY seat_id
            """,
            cancel
        );
        await db.Database.ExecuteSqlAsync(
            $"""
            WITH wanted AS (SELECT * FROM unnest({stocks}, {quantities}) AS wanted(stock_id, quantity)), gone AS (
                DELETE FROM ticketing.claims USING wanted
                WHERE order_id = {order.Id} AND claims.stock_id = wanted.stock_id AND wanted.quantity = 0
            )
            INSERT INTO ticketing.claims (order_id, stock_id, quantity)
            SELECT {order.Id}, stock_id, quantity FROM wanted WHERE quantity > 0
            ON CONFLICT ON CONSTRAINT claims_one_per_order_and_stock DO UPDATE SET quantity = excluded.quantity
            """,
            cancel
        );
        var changed = await db.Database.ExecuteSqlAsync(
            $"""
            WITH locked AS MATERIALIZED (
                SELECT id FROM ticketing.stocks WHERE id = ANY ({stocks}) ORDER BY id FOR NO KEY UPDATE
            )
            UPDATE ticketing.stocks SET taken = taken + wanted.change
            FROM unnest({stocks}, {changes}) AS wanted(stock_id, change) JOIN locked ON locked.id = wanted.stock_id
            WHERE stocks.id = locked.id
            """,
            cancel
        );
        return changed == stocks.Length && await MayBeTaken(order.EventId, stocks, changes, cancel);
    }

    /// <summary>False when it would be taken of a section that is closed, perhaps since its order was read.</summary>
    private async Task<bool> MayBeTaken(long eventId, long[] stocks, long[] changes, CancellationToken cancel)
    {
        var takenFrom = stocks.Where((_, i) => changes[i] > 0).ToArray();
        var places = db.Stocks.Where(stock =>
            stock.Kind == StockKind.Section && takenFrom.Contains(stock.Id)
        );
        var isClosed = await db
            .Sections.Where(section => section.EventId == eventId && section.Sale == SectionSale.Closed)
            .AnyAsync(section => places.Any(stock => stock.SubjectId == section.Id), cancel);
        return !isClosed;
    }

    private async Task<Stock> Get(long eventId, StockKind kind, long subjectId, CancellationToken cancel) =>
        await Find(eventId, kind, subjectId, cancel)
        ?? throw new InvalidOperationException($"Event {eventId} has no stock of {kind} {subjectId}.");

    /// <summary>One stock; null when it is not there.</summary>
    public Task<Stock?> Find(long eventId, StockKind kind, long subjectId, CancellationToken cancel) =>
        db
            .Stocks.AsNoTracking()
            .SingleOrDefaultAsync(
                stock => stock.EventId == eventId && stock.Kind == kind && stock.SubjectId == subjectId,
                cancel
            );
}
