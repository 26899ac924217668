using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;
using Seatmate.Ticketing.Contracts;
using Seatmate.Ticketing.Orders;

namespace Seatmate.Ticketing.Lanes;

/// <summary>The orders of a batch as statements.</summary>
internal static class OrderRows
{
    /// <summary>Locks the orders that are changed; refused (orders_not_overtaken) unless they are still as they were
    /// read.</summary>
    public static void Lock(NpgsqlBatch batch, IReadOnlyList<LaneOrder> orders)
    {
        var changed = orders.Where(order => order.Version is not null).OrderBy(order => order.Id).ToList();
        if (changed.Count > 0)
            batch.Add(
                """
                SELECT ticketing.expect_orders(count(*), cardinality($1))
                FROM unnest($1, $2) AS seen(id, version), LATERAL (
                    SELECT FROM ticketing.orders AS locked
                    WHERE locked.id = seen.id AND locked.xmin::text::bigint = seen.version FOR NO KEY UPDATE
                ) AS locked
                """,
                changed.Select(order => order.Id).ToArray(),
                changed.Select(order => order.Version!.Value).ToArray()
            );
    }

    public static void Add(NpgsqlBatch batch, BatchState state, IReadOnlyList<LaneOrder> orders)
    {
        var made = orders.Where(order => order.Version is null).ToList();
        if (made.Count > 0)
            Insert(batch, state, made);
        var changed = orders.Where(order => order.Version is not null).ToList();
        if (changed.Count > 0)
            Update(batch, state, changed);
    }

    private static void Insert(NpgsqlBatch batch, BatchState state, List<LaneOrder> orders)
    {
        var breakdowns = new Breakdowns(orders);
        batch.Add(
            """
            INSERT INTO ticketing.orders (id, booking_id, event_id, buyer_id, status, total_tickets, total_minor, currency,
                breakdown, voucher_id, expires_at, held_at, placed_at, created_at, updated_at)
            OVERRIDING SYSTEM VALUE
            SELECT o.id, o.booking_id, $1, o.buyer_id, o.status, o.total_tickets, o.total_minor, $2,
                ($15)[o.breakdown], o.voucher_id, o.expires_at, o.held_at, o.placed_at, $3, $3
            FROM (
                SELECT unnest($4) AS id, unnest($5) AS booking_id, unnest($6) AS buyer_id, unnest($7) AS status,
                    unnest($8) AS total_tickets, unnest($9) AS total_minor, unnest($10) AS breakdown, unnest($11) AS voucher_id,
                    unnest($12) AS expires_at, unnest($13) AS held_at, unnest($14) AS placed_at
            ) AS o
            """,
            [
                state.Terms.EventId,
                state.Terms.Currency,
                state.Now,
                orders.Select(order => order.Id).ToArray(),
                orders.Select(order => order.BookingId).ToArray(),
                Longs(orders.Select(order => order.BuyerId)),
                .. Values(orders, breakdowns),
                Instants(orders.Select(order => order.HeldAt)),
                Instants(orders.Select(order => order.PlacedAt)),
                breakdowns.Rows,
            ]
        );
    }

    private static void Update(NpgsqlBatch batch, BatchState state, List<LaneOrder> orders)
    {
        var breakdowns = new Breakdowns(orders);
        batch.Add(
            """
            UPDATE ticketing.orders SET status = o.status, total_tickets = o.total_tickets, total_minor = o.total_minor,
                currency = coalesce(($15)[o.breakdown] ->> 'currency', orders.currency),
                breakdown = coalesce(($15)[o.breakdown], orders.breakdown), voucher_id = o.voucher_id, expires_at = o.expires_at, held_at = o.held_at,
                placed_at = o.placed_at, extended_at = o.extended_at, buyer_id = o.buyer_id, guest_id = o.guest_id,
                guest_name = o.guest_name, updated_at = $1
            FROM unnest($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) AS o(id, status, total_tickets, total_minor,
                breakdown, voucher_id, expires_at, held_at, placed_at, extended_at, buyer_id, guest_id, guest_name)
            WHERE orders.id = o.id
            """,
            [
                state.Now,
                orders.Select(order => order.Id).ToArray(),
                .. Values(orders, breakdowns),
                Instants(orders.Select(order => order.HeldAt)),
                Instants(orders.Select(order => order.PlacedAt)),
                Instants(orders.Select(order => order.ExtendedAt)),
                Longs(orders.Select(order => order.BuyerId)),
                Longs(orders.Select(order => order.GuestId)),
                new NpgsqlParameter
                {
                    Value = orders.Select(order => order.GuestName).ToArray(),
                    NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text,
                },
                breakdowns.Rows,
            ]
        );
    }

    /// <summary>Status, tickets, total, which breakdown (none where it stays as it is), voucher, deadline.</summary>
    private static object[] Values(List<LaneOrder> orders, Breakdowns breakdowns) =>
        [
            orders.Select(order => SnakeCaseEnumConverter<OrderStatus>.Word(order.Status)).ToArray(),
            orders.Select(order => order.Takings.Tickets).ToArray(),
            orders.Select(order => order.Takings.Breakdown.TotalMinor).ToArray(),
            breakdowns.Numbers,
            Longs(orders.Select(order => order.Takings.Voucher?.Id)),
            Instants(orders.Select(order => order.ExpiresAt)),
        ];

    private static NpgsqlParameter Longs(IEnumerable<long?> values) =>
        new() { Value = values.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint };

    private static NpgsqlParameter Instants(IEnumerable<DateTimeOffset?> values) =>
        new() { Value = values.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz };

    /// <summary>What a crowd buys costs nearly everybody the same: each breakdown is written out once.</summary>
    private sealed class Breakdowns
    {
        private readonly Dictionary<Breakdown, int> numbers = new(ReferenceEqualityComparer.Instance);

        public Breakdowns(List<LaneOrder> orders)
        {
            Numbers = [.. orders.Select(NumberOf)];
            Rows = new()
            {
                Value = numbers
                    .OrderBy(known => known.Value)
                    .Select(known => JsonSerializer.Serialize(known.Key, JsonShape.Options))
                    .ToArray(),
                NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Jsonb,
            };
        }

        /// <summary>For each order the place of its breakdown among the rows, from 1; none where it stays as it
        /// is.</summary>
        public int?[] Numbers { get; }
        public NpgsqlParameter Rows { get; }

        private int? NumberOf(LaneOrder order)
        {
            if (!order.TakesAnew && order.Version is not null)
                return null;
            numbers.TryAdd(order.Takings.Breakdown, numbers.Count + 1);
            return numbers[order.Takings.Breakdown];
        }
    }
}
