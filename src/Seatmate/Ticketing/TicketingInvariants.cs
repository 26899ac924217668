using Seatmate.Platform;

namespace Seatmate.Ticketing;

/// <summary>claims = counters = tickets, at any moment.</summary>
public static class TicketingInvariants
{
    public static readonly Invariant[] All =
    [
        new(
            "no stock is oversold",
            "SELECT format('stock %s has %s of %s taken', id, taken, capacity) FROM ticketing.stocks WHERE taken NOT BETWEEN 0 AND capacity"
        ),
        new(
            "what a stock says is taken is the sum of its claims",
            """
            SELECT format('stock %s says %s taken, its claims say %s', stock.id, stock.taken, coalesce(claim.total, 0))
            FROM ticketing.stocks AS stock
            LEFT JOIN (SELECT stock_id, sum(quantity) AS total FROM ticketing.claims GROUP BY stock_id) AS claim ON claim.stock_id = stock.id
            WHERE stock.taken <> coalesce(claim.total, 0)
            """
        ),
        new(
            "a living order claims its tickets in its section and of its person, a dead one nothing",
            """
            SELECT format('order %s (%s, %s tickets) claims %s of its section, %s of its person, %s stocks', o.id, o.status, o.total_tickets,
                coalesce(c.of_section, 0), coalesce(c.of_person, 0), coalesce(c.stocks, 0))
            FROM ticketing.orders AS o
            LEFT JOIN LATERAL (
                SELECT count(*) AS stocks,
                    sum(claim.quantity) FILTER (WHERE stock.kind = 'section' AND stock.subject_id = (o.breakdown #>> '{lines,0,section_id}')::bigint) AS of_section,
                    sum(claim.quantity) FILTER (WHERE stock.kind = 'person') AS of_person
                FROM ticketing.claims AS claim JOIN ticketing.stocks AS stock ON stock.id = claim.stock_id WHERE claim.order_id = o.id
            ) AS c ON true
            WHERE CASE WHEN o.status IN ('awaiting_payment', 'confirmed')
                THEN (coalesce(c.of_section, 0), coalesce(c.of_person, 0), c.stocks) <> (o.total_tickets, o.total_tickets, 2)
                ELSE c.stocks <> 0 END
            """
        ),
        new(
            "what an order, a claim or a ticket refers to is there",
            """
            SELECT format('order %s refers to event %s', id, event_id) FROM ticketing.orders
            WHERE NOT EXISTS (SELECT FROM events.events WHERE id = orders.event_id)
                OR buyer_id IS NOT NULL AND NOT EXISTS (SELECT FROM accounts.users WHERE id = buyer_id)
            UNION ALL SELECT format('a claim refers to order %s and stock %s', order_id, stock_id) FROM ticketing.claims
            WHERE NOT EXISTS (SELECT FROM ticketing.orders WHERE id = order_id) OR NOT EXISTS (SELECT FROM ticketing.stocks WHERE id = stock_id)
            UNION ALL SELECT format('ticket %s refers to order %s and section %s', id, order_id, section_id) FROM ticketing.tickets
            WHERE NOT EXISTS (SELECT FROM ticketing.orders WHERE id = order_id AND event_id = tickets.event_id)
                OR NOT EXISTS (SELECT FROM ticketing.sections WHERE id = section_id AND event_id = tickets.event_id)
            """
        ),
        new(
            "a confirmed order has as many valid tickets as it says, any other none",
            """
            SELECT format('order %s (%s, %s tickets) has %s valid ones', o.id, o.status, o.total_tickets, coalesce(t.valid, 0))
            FROM ticketing.orders AS o
            LEFT JOIN (SELECT order_id, count(*) AS valid FROM ticketing.tickets WHERE status = 'valid' GROUP BY order_id) AS t ON t.order_id = o.id
            WHERE coalesce(t.valid, 0) <> CASE WHEN o.status = 'confirmed' THEN o.total_tickets ELSE 0 END
            """
        ),
    ];
}
