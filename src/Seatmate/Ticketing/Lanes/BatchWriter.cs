using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using Seatmate.Payments.Contracts;
using Seatmate.Platform;
using Seatmate.Platform.Http;
using Seatmate.Platform.Outbox;
using Seatmate.Ticketing.Contracts;

namespace Seatmate.Ticketing.Lanes;

/// <summary>Writes all that a batch decided, in one transaction and one round trip: a statement per table, whatever
/// the number of orders. The checks of the tables decide once more; if one is broken, nothing of the batch is
/// there.</summary>
public static class BatchWriter
{
    public static async Task Write(
        NpgsqlConnection connection,
        BatchState state,
        IReadOnlyList<NewOrder> orders,
        IReadOnlyList<(RequestKey Key, LaneAnswer Answer)> answers,
        TimeSpan holdDuration,
        CancellationToken cancel
    )
    {
        await using var batch = new NpgsqlBatch(connection);
        if (orders.Count > 0)
        {
            AddStocks(batch, state);
            AddOrders(batch, state, orders, holdDuration);
            AddClaims(batch, orders);
            AddTickets(batch, state, orders);
            AddPayments(batch, state, orders, holdDuration);
            batch.BatchCommands.Add(Facts.PublishMany(FactsOf(orders, state.Terms.EventId)));
            batch.BatchCommands.Add(AuditTrail.NoteMany([.. orders.Select(Note)]));
        }
        if (answers.Count > 0)
            batch.BatchCommands.Add(RepeatedRequests.StoreMany(answers.Select(Stored).ToList()));
        await batch.ExecuteNonQueryAsync(cancel);
    }

    private static void AddStocks(NpgsqlBatch batch, BatchState state)
    {
        var newcomers = state.Newcomers.OrderBy(person => person.UserId).ToList();
        if (newcomers.Count > 0)
            batch.Add(
                """
                INSERT INTO ticketing.stocks (id, event_id, kind, subject_id, capacity, taken)
                OVERRIDING SYSTEM VALUE SELECT s.id, $1, 'person', s.user_id, s.capacity, s.taken
                FROM unnest($2, $3, $4, $5) AS s(id, user_id, capacity, taken)
                """,
                state.Terms.EventId,
                newcomers.Select(person => person.Stock.Id).ToArray(),
                newcomers.Select(person => person.UserId).ToArray(),
                newcomers.Select(person => person.Stock.Capacity).ToArray(),
                newcomers.Select(person => person.Stock.Change).ToArray()
            );
        var known = state.Stocks.Where(stock => stock is { IsNew: false, Change: not 0 }).ToList();
        batch.Add(
            """
            WITH locked AS MATERIALIZED (
                SELECT id FROM ticketing.stocks WHERE id = ANY ($1) ORDER BY id FOR UPDATE
            )
            UPDATE ticketing.stocks SET taken = taken + wanted.change
            FROM unnest($1, $2) AS wanted(stock_id, change) JOIN locked ON locked.id = wanted.stock_id
            WHERE stocks.id = locked.id
            """,
            known.Select(stock => stock.Id).ToArray(),
            known.Select(stock => stock.Change).ToArray()
        );
    }

    private static void AddOrders(
        NpgsqlBatch batch,
        BatchState state,
        IReadOnlyList<NewOrder> orders,
        TimeSpan holdDuration
    ) =>
        batch.Add(
            """
            INSERT INTO ticketing.orders (id, booking_id, event_id, buyer_id, status, total_tickets, total_minor,
                currency, breakdown, expires_at, created_at, updated_at)
            OVERRIDING SYSTEM VALUE
            SELECT o.id, o.booking_id, $1, o.buyer_id,
                CASE WHEN o.total_minor = 0 THEN 'confirmed' ELSE 'awaiting_payment' END, o.total_tickets, o.total_minor, $2,
                o.breakdown, CASE WHEN o.total_minor = 0 THEN NULL ELSE $10 + $3 END, $10, $10
            FROM unnest($4, $5, $6, $7, $8, $9)
                AS o(id, booking_id, buyer_id, total_tickets, total_minor, breakdown)
            """,
            state.Terms.EventId,
            state.Terms.Currency,
            holdDuration,
            orders.Select(order => order.Id).ToArray(),
            orders.Select(order => order.BookingId).ToArray(),
            orders.Select(order => order.Request.BuyerId).ToArray(),
            orders.Select(order => order.Request.Count).ToArray(),
            orders.Select(order => order.Breakdown.TotalMinor).ToArray(),
            Json(orders.Select(order => JsonSerializer.Serialize(order.Breakdown, JsonShape.Options))),
            state.Now
        );

    private static void AddClaims(NpgsqlBatch batch, IReadOnlyList<NewOrder> orders) =>
        batch.Add(
            """
            INSERT INTO ticketing.claims (order_id, stock_id, quantity)
            SELECT * FROM unnest($1, $2, $3)
            """,
            orders.SelectMany(order => new[] { order.Id, order.Id }).ToArray(),
            orders.SelectMany(order => new[] { order.Section.Stock.Id, order.Person.Id }).ToArray(),
            orders.SelectMany(order => new long[] { order.Request.Count, order.Request.Count }).ToArray()
        );

    private static void AddTickets(NpgsqlBatch batch, BatchState state, IReadOnlyList<NewOrder> orders)
    {
        var tickets = orders.SelectMany(order => order.TicketIds.Select(id => (id, order))).ToList();
        if (tickets.Count == 0)
            return;
        batch.Add(
            """
            INSERT INTO ticketing.tickets (id, order_id, event_id, section_id, status)
            OVERRIDING SYSTEM VALUE SELECT t.id, t.order_id, $1, t.section_id, 'valid'
            FROM unnest($2, $3, $4) AS t(id, order_id, section_id)
            """,
            state.Terms.EventId,
            tickets.Select(ticket => ticket.id).ToArray(),
            tickets.Select(ticket => ticket.order.Id).ToArray(),
            tickets.Select(ticket => ticket.order.Section.Id).ToArray()
        );
    }

    private static void AddPayments(
        NpgsqlBatch batch,
        BatchState state,
        IReadOnlyList<NewOrder> orders,
        TimeSpan holdDuration
    )
    {
        var due = orders
            .Where(order => !order.IsFree)
            .Select(order => new NewPayment(order.Id, order.PaymentReference!, order.Breakdown.TotalMinor))
            .ToList();
        if (due.Count > 0)
            batch.BatchCommands.Add(
                NewPayment.RequestMany(due, state.Terms.Currency, state.Terms.Title, state.Now + holdDuration)
            );
    }

    private static IReadOnlyList<IFact> FactsOf(IReadOnlyList<NewOrder> orders, long eventId)
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

    private static AuditRow Note(NewOrder order) =>
        AuditTrail.Row(
            order.Request.BuyerId,
            "ticketing.order_placed",
            $"order:{order.Id}",
            new { order.Section.Name, order.Request.Count }
        );

    private static StoredRequest Stored((RequestKey Key, LaneAnswer Answer) kept) =>
        new(
            kept.Key,
            kept.Answer.Status,
            kept.Answer.ContentType,
            kept.Answer.Location ?? "",
            kept.Answer.Body
        );

    private static NpgsqlParameter Json(IEnumerable<string> texts) =>
        new() { Value = texts.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Jsonb };
}
