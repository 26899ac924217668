using Npgsql;
using Seatmate.Payments.Contracts;
using Seatmate.Platform;
using Seatmate.Platform.Http;
using Seatmate.Platform.Outbox;
using Seatmate.Ticketing.Contracts;

namespace Seatmate.Ticketing.Lanes;

/// <summary>Writes all that a batch decided, in one transaction and one round trip: a statement per table, whatever
/// the number of orders. The checks of the tables decide once more; if one is broken, nothing of the batch is
/// there. Whoever comes new is written first, then orders are locked, then seats are claimed, last of all stocks, each
/// in the order of their ids: so nobody waits in a circle, and the row that everybody wants, the section's, is locked
/// for the shortest time. Rows that are added come from arrays in the select list: in FROM, PostgreSQL keeps each array
/// in a store of its own first.</summary>
public static class BatchWriter
{
    /// <summary>Also fills up the ids for the batches to come.</summary>
    /// <returns>The version of the rows that were written.</returns>
    public static async Task<long> Write(
        NpgsqlConnection connection,
        BatchState state,
        IReadOnlyList<LaneOrder> orders,
        IReadOnlyList<(RequestKey Key, LaneAnswer Answer)> answers,
        Refill refill,
        CancellationToken cancel
    )
    {
        await using var batch = new NpgsqlBatch(connection);
        if (orders.Count > 0)
            AddNewcomers(batch, state);
        AddSpareIds(batch, refill);
        if (orders.Count > 0)
        {
            OrderRows.Lock(batch, orders);
            OrderRows.Add(batch, state, orders);
            ClaimRows.Add(batch, state, orders);
            AddPlaced(batch, state, [.. orders.Where(order => order.IsPlacedNow)]);
        }
        if (answers.Count > 0)
            batch.BatchCommands.Add(RepeatedRequests.StoreMany(answers.Select(Stored).ToList()));
        AddStocks(batch, state);
        batch.Add(BatchQueries.Version, state.Terms.EventId, state.Seen.Version, state.SectionVersions);
        if (
            state.Sections.Values.Any(section => section.Sale == SectionSale.UntilSoldOut)
            && orders.Any(order => order is { IsPlacedNow: true, IsFree: true })
        )
            batch.Add("SELECT ticketing.close_what_is_sold_out($1)", state.Terms.EventId);
        await using var reader = await batch.ExecuteReaderAsync(cancel);
        if (refill.UpTo > 0)
            await FillUp(refill.Ids, reader, cancel);
        return await ReadVersion(reader, cancel);
    }

    private static async Task<long> ReadVersion(NpgsqlDataReader reader, CancellationToken cancel)
    {
        while (reader.GetName(0) != "version")
            await reader.NextResultAsync(cancel);
        await reader.ReadAsync(cancel);
        var version = reader.GetInt64(0);
        while (await reader.NextResultAsync(cancel)) { }
        return version;
    }

    private static void AddSpareIds(NpgsqlBatch batch, Refill refill)
    {
        if (refill.UpTo > 0)
            batch.Add(
                BatchQueries.SpareIds,
                Math.Max(0, refill.UpTo - refill.Ids.Orders.Count),
                Math.Max(0, refill.UpTo - refill.Ids.Tickets.Count),
                Math.Max(0, refill.UpTo - refill.Ids.Stocks.Count)
            );
    }

    private static async Task FillUp(SpareIds ids, NpgsqlDataReader reader, CancellationToken cancel)
    {
        while (await reader.ReadAsync(cancel))
        {
            var spare = reader.GetString(0) switch
            {
                "order" => ids.Orders,
                "ticket" => ids.Tickets,
                _ => ids.Stocks,
            };
            spare.Enqueue(reader.GetInt64(1));
        }
        await reader.NextResultAsync(cancel);
    }

    private static void AddNewcomers(NpgsqlBatch batch, BatchState state)
    {
        var newcomers = state
            .Newcomers.OrderBy(one => one.Buyer.IsGuest)
            .ThenBy(one => one.Buyer.Id)
            .ToList();
        if (newcomers.Count > 0)
            batch.Add(
                """
                INSERT INTO ticketing.stocks (id, event_id, kind, subject_id, capacity, taken)
                OVERRIDING SYSTEM VALUE SELECT s.id, $1, s.kind, s.subject_id, s.capacity, s.taken
                FROM unnest($2, $3, $4, $5, $6) AS s(id, kind, subject_id, capacity, taken)
                """,
                state.Terms.EventId,
                newcomers.Select(one => one.Stock.Id).ToArray(),
                newcomers.Select(one => one.Buyer.Kind).ToArray(),
                newcomers.Select(one => one.Buyer.Id).ToArray(),
                newcomers.Select(one => one.Stock.Capacity).ToArray(),
                newcomers.Select(one => one.Stock.Change).ToArray()
            );
    }

    /// <summary>Refused (stocks_not_overtaken) when one of them is gone, or closed though somebody takes from it,
    /// also if as much is given back. What is given back of a voucher's may return to its section, which is locked in
    /// the same order.</summary>
    private static void AddStocks(NpgsqlBatch batch, BatchState state)
    {
        var returning = state
            .Vouchers.Where(voucher => voucher is { Reserves: true, Stock.Change: < 0 })
            .Select(voucher => state.SectionOf(voucher.SectionId!.Value)?.Stock)
            .ToList();
        var changed = state
            .Stocks.Where(stock =>
                !stock.IsNew && (stock.IsTakenFrom || stock.Change != 0 || returning.Contains(stock))
            )
            .ToList();
        if (changed.Count > 0)
            batch.Add(
                """
                WITH locked AS MATERIALIZED (
                    SELECT id FROM ticketing.stocks WHERE id = ANY ($1) AND (open OR id <> ALL ($3)) ORDER BY id FOR UPDATE
                ), changed AS (
                    UPDATE ticketing.stocks SET taken = taken + wanted.change
                    FROM unnest($1, $2) AS wanted(stock_id, change) JOIN locked ON locked.id = wanted.stock_id
                    WHERE stocks.id = locked.id RETURNING 1
                )
                SELECT ticketing.expect_stocks(count(*), cardinality($1)) FROM changed
                """,
                changed.Select(stock => stock.Id).ToArray(),
                changed.Select(stock => stock.Change).ToArray(),
                changed.Where(stock => stock.IsTakenFrom).Select(stock => stock.Id).ToArray()
            );
    }

    private static void AddPlaced(NpgsqlBatch batch, BatchState state, IReadOnlyList<LaneOrder> placed)
    {
        if (placed.Count == 0)
            return;
        ClaimRows.AddTickets(batch, state, placed);
        var payable = placed.Where(order => !order.IsFree);
        foreach (var due in payable.GroupBy(order => (order.Takings.Breakdown.Currency, order.ExpiresAt)))
            batch.BatchCommands.Add(
                NewPayment.RequestMany(
                    [.. due.Select(Payment)],
                    due.Key.Currency,
                    state.Terms.Title,
                    due.Key.ExpiresAt!.Value
                )
            );
        batch.BatchCommands.Add(Facts.PublishMany(FactsOf(placed, state.Terms.EventId)));
        batch.BatchCommands.Add(AuditTrail.NoteMany([.. placed.Select(Note)]));
    }

    private static NewPayment Payment(LaneOrder order) =>
        new(order.Id, order.PaymentReference!, order.Takings.Breakdown.TotalMinor);

    private static List<IFact> FactsOf(IReadOnlyList<LaneOrder> orders, long eventId)
    {
        long[] confirmed = [.. orders.Where(order => order.IsFree).Select(order => order.Id)];
        long[] placed = [.. orders.Where(order => !order.IsFree).Select(order => order.Id)];
        var facts = new List<IFact>(2);
        if (confirmed.Length > 0)
            facts.Add(new OrdersConfirmed(eventId, confirmed));
        if (placed.Length > 0)
            facts.Add(new OrdersPlaced(eventId, placed));
        return facts;
    }

    private static AuditRow Note(LaneOrder order)
    {
        var row = AuditTrail.Row(
            order.BuyerId,
            "ticketing.order_placed",
            $"order:{order.Id}",
            new { Sections = order.Takings.Breakdown.Sections, Count = order.Takings.Tickets }
        );
        if (order.PlacedFrom is { } place)
            (row.Address, row.Zone, row.KeyId) = place;
        return row;
    }

    private static StoredRequest Stored((RequestKey Key, LaneAnswer Answer) kept) =>
        new(
            kept.Key,
            kept.Answer.Status,
            kept.Answer.ContentType,
            kept.Answer.Location ?? "",
            kept.Answer.Body
        );
}
