using Npgsql;
using NpgsqlTypes;

namespace Seatmate.Ticketing.Lanes;

/// <summary>What the orders of a batch take, as statements: claims of stocks and seats, tickets.</summary>
internal static class ClaimRows
{
    public static void Add(NpgsqlBatch batch, BatchState state, IReadOnlyList<LaneOrder> orders)
    {
        var anew = orders.Where(order => order.TakesAnew).ToList();
        var before = anew.Where(order => order.Version is not null).Select(order => order.Id).ToArray();
        if (before.Length > 0)
        {
            batch.Add("DELETE FROM ticketing.claims WHERE order_id = ANY ($1)", before);
            batch.Add("DELETE FROM ticketing.seat_claims WHERE order_id = ANY ($1)", before);
        }
        var claims = orders.SelectMany(Written, (order, claim) => (order, claim)).ToList();
        if (claims.Count > 0)
            batch.Add(
                """
                INSERT INTO ticketing.claims (order_id, stock_id, quantity)
                SELECT unnest($1), unnest($2), unnest($3)
                """,
                claims.Select(row => row.order.Id).ToArray(),
                claims.Select(row => row.claim.Stock.Id).ToArray(),
                claims.Select(row => (long)row.claim.Quantity).ToArray()
            );
        AddSeats(batch, state, anew);
    }

    private static IReadOnlyList<LaneClaim> Written(LaneOrder order) =>
        order.TakesAnew ? order.Takings.Claims : order.TakesToo;

    /// <summary>In the order of the seats: two processes that want the same ones never wait in a circle.</summary>
    private static void AddSeats(NpgsqlBatch batch, BatchState state, List<LaneOrder> orders)
    {
        var seats = orders
            .SelectMany(order => order.Takings.Seats, (order, seat) => (order, seat))
            .OrderBy(row => row.seat.Id)
            .ToList();
        if (seats.Count > 0)
            batch.Add(
                """
                INSERT INTO ticketing.seat_claims (event_id, seat_id, order_id)
                SELECT $1, unnest($2), unnest($3)
                """,
                state.Terms.EventId,
                seats.Select(row => row.seat.Id).ToArray(),
                seats.Select(row => row.order.Id).ToArray()
            );
    }

    /// <summary>Tickets of orders that are free, in the order of their lines.</summary>
    public static void AddTickets(NpgsqlBatch batch, BatchState state, IReadOnlyList<LaneOrder> orders)
    {
        var tickets = orders.Where(order => order.IsFree).SelectMany(Tickets).ToList();
        if (tickets.Count > 0)
            batch.Add(
                """
                INSERT INTO ticketing.tickets (id, order_id, event_id, section_id, seat_id, status)
                OVERRIDING SYSTEM VALUE SELECT unnest($2), unnest($3), $1, unnest($4), unnest($5), 'valid'
                """,
                state.Terms.EventId,
                tickets.Select(ticket => ticket.Id).ToArray(),
                tickets.Select(ticket => ticket.OrderId).ToArray(),
                tickets.Select(ticket => ticket.SectionId).ToArray(),
                new NpgsqlParameter
                {
                    Value = tickets.Select(ticket => ticket.SeatId).ToArray(),
                    NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint,
                }
            );
    }

    private static IEnumerable<(long Id, long OrderId, long SectionId, long? SeatId)> Tickets(
        LaneOrder order
    ) =>
        order.Takings.Breakdown.Places.Select(
            (place, i) => (order.TicketIds[i], order.Id, place.Line.SectionId, place.Seat?.Id)
        );
}
