using Seatmate.Accounts.Contracts;

namespace Seatmate.Ticketing.Orders;

/// <summary>What this module knows about a person.</summary>
public static class PersonalRowsOfTicketing
{
    public static readonly PersonalRows[] All =
    [
        new(
            "ticketing/bookings",
            "SELECT to_jsonb(t) FROM ticketing.orders t WHERE buyer_id = $1 ORDER BY id",
            "ticketing.orders"
        ),
        new(
            "ticketing/tickets",
            """
            SELECT to_jsonb(t) FROM ticketing.tickets t JOIN ticketing.orders o ON o.id = t.order_id
            WHERE o.buyer_id = $1 ORDER BY t.id
            """,
            "ticketing.tickets"
        ),
        new(
            "ticketing/limits",
            """
            SELECT jsonb_build_object('event_id', event_id, 'capacity', capacity, 'taken', taken)
            FROM ticketing.stocks WHERE kind = 'person' AND subject_id = $1 ORDER BY id
            """,
            "ticketing.stocks"
        ),
    ];
}
