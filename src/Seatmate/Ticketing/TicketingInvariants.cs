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
            "what a stock says is taken is the sum of its claims and of what vouchers keep of it, and a pool's that of its sections",
            """
            SELECT format('stock %s says %s taken, its claims and what takes of it say %s', stock.id, stock.taken, coalesce(total, 0))
            FROM ticketing.stocks AS stock
            LEFT JOIN (
                SELECT stock_id, sum(quantity) AS total FROM (
                    SELECT stock_id, quantity FROM ticketing.claims
                    UNION ALL SELECT pool_id, CASE kind WHEN 'voucher' THEN capacity ELSE taken END FROM ticketing.stocks WHERE pool_id IS NOT NULL
                ) AS taking GROUP BY stock_id
            ) AS taking ON taking.stock_id = stock.id
            WHERE stock.taken <> coalesce(total, 0)
            UNION ALL
            SELECT format('stock %s takes of stock %s, which its event has not', stock.id, stock.pool_id)
            FROM ticketing.stocks AS stock
            WHERE stock.pool_id IS NOT NULL AND NOT EXISTS (
                SELECT FROM ticketing.stocks AS pool WHERE pool.id = stock.pool_id AND pool.event_id = stock.event_id
                    AND pool.kind = CASE stock.kind WHEN 'voucher' THEN 'section' ELSE 'pool' END)
            UNION ALL
            SELECT format('voucher %s is to keep %s places, and its stock keeps %s of stock %s', voucher.id, voucher.reserved_places, stock.capacity, stock.pool_id)
            FROM ticketing.vouchers AS voucher
            LEFT JOIN ticketing.stocks AS stock ON stock.event_id = voucher.event_id AND stock.kind = 'voucher' AND stock.subject_id = voucher.id
            WHERE (voucher.reserved_places IS NULL) <> (stock.pool_id IS NULL)
                OR stock.pool_id IS NOT NULL AND (
                    (voucher.ended_at IS NULL) <> stock.open OR stock.capacity <> CASE WHEN stock.open THEN voucher.reserved_places ELSE stock.taken END)
            """
        ),
        new(
            "a living order claims its tickets in its event's sections and of its own buyer, a dead one nothing",
            """
            SELECT format('order %s (%s, %s tickets) claims %s of sections, %s of its buyer, %s of vouchers', o.id, o.status,
                o.total_tickets, coalesce(c.of_sections, 0), coalesce(c.of_buyer, 0), coalesce(c.of_vouchers, 0))
            FROM ticketing.orders AS o
            LEFT JOIN (
                SELECT claim.order_id,
                    sum(claim.quantity) FILTER (WHERE stock.kind = 'section' OR stock.kind = 'voucher' AND stock.pool_id IS NOT NULL) AS of_sections,
                    sum(claim.quantity) FILTER (WHERE stock.kind IN ('person', 'guest')) AS of_buyer,
                    sum(CASE WHEN stock.pool_id IS NULL THEN claim.quantity ELSE 1 END) FILTER (WHERE stock.kind = 'voucher') AS of_vouchers,
                    max(stock.subject_id) FILTER (WHERE stock.kind = 'person') AS person_id,
                    max(stock.subject_id) FILTER (WHERE stock.kind = 'guest') AS guest_id,
                    max(stock.subject_id) FILTER (WHERE stock.kind = 'voucher') AS voucher_id,
                    min(stock.event_id) AS first_event_id, max(stock.event_id) AS last_event_id
                FROM ticketing.claims AS claim JOIN ticketing.stocks AS stock ON stock.id = claim.stock_id GROUP BY claim.order_id
            ) AS c ON c.order_id = o.id
            WHERE CASE WHEN o.status IN ('held', 'awaiting_payment', 'confirmed')
                THEN coalesce(c.of_sections, 0) <> o.total_tickets
                    OR coalesce(c.of_buyer, 0) <> CASE WHEN o.status = 'held' AND o.buyer_id IS NULL THEN 0 ELSE o.total_tickets END
                    OR coalesce(c.of_vouchers, 0) <> (o.voucher_id IS NOT NULL)::int
                    OR (c.person_id <> o.buyer_id OR c.guest_id <> o.guest_id OR c.voucher_id <> o.voucher_id) IS TRUE
                    OR c.first_event_id <> o.event_id OR c.last_event_id <> o.event_id
                ELSE c.order_id IS NOT NULL END
            """
        ),
        new(
            "what a living order claims is what its lines say, section by section",
            """
            SELECT format('order %s has %s of section %s on its lines, but does not claim them', id, quantity, section_id) FROM (
                SELECT o.id, (line ->> 'section_id')::bigint AS section_id, sum((line ->> 'quantity')::bigint) AS quantity
                FROM ticketing.orders AS o, jsonb_array_elements(o.breakdown -> 'lines') AS line
                WHERE o.status IN ('held', 'awaiting_payment', 'confirmed') GROUP BY 1, 2
                EXCEPT
                SELECT claim.order_id, section.subject_id, claim.quantity
                FROM ticketing.claims AS claim JOIN ticketing.stocks AS stock ON stock.id = claim.stock_id
                JOIN ticketing.stocks AS section ON section.kind = 'section'
                    AND section.id = CASE stock.kind WHEN 'voucher' THEN stock.pool_id ELSE stock.id END
            ) AS amiss
            """
        ),
        new(
            "the seats of living orders are claimed, and no others",
            """
            WITH said AS MATERIALIZED (
                SELECT o.event_id, (seat ->> 'id')::bigint AS seat_id, o.id AS order_id
                FROM ticketing.orders AS o, jsonb_path_query(o.breakdown, '$.lines[*].seats[*]') AS seat
                WHERE o.status IN ('held', 'awaiting_payment', 'confirmed')
            ), claimed AS (
                SELECT event_id, seat_id, order_id FROM ticketing.seat_claims
            )
            SELECT format('seat %s is of order %s, which does not claim it', seat_id, order_id)
            FROM (SELECT * FROM said EXCEPT SELECT * FROM claimed) AS unclaimed
            UNION ALL SELECT format('seat %s is claimed by order %s, which has it not', seat_id, order_id)
            FROM (SELECT * FROM claimed EXCEPT SELECT * FROM said) AS stray
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
            "a seat has at most one valid ticket, and only while an order claims it",
            """
            SELECT format('ticket %s is for seat %s, which its order does not claim', ticket.id, ticket.seat_id)
            FROM ticketing.tickets AS ticket WHERE ticket.seat_id IS NOT NULL AND ticket.status = 'valid' AND NOT EXISTS (
                SELECT FROM ticketing.seat_claims AS claim WHERE claim.event_id = ticket.event_id
                    AND claim.seat_id = ticket.seat_id AND claim.order_id = ticket.order_id)
            """
        ),
        new(
            "a confirmed order has as many valid tickets as it says, in the sections of its lines, any other none",
            """
            SELECT format('order %s (%s, %s tickets) has %s valid ones', o.id, o.status, o.total_tickets, coalesce(t.valid, 0))
            FROM ticketing.orders AS o
            LEFT JOIN (SELECT order_id, count(*) AS valid FROM ticketing.tickets WHERE status = 'valid' GROUP BY order_id) AS t ON t.order_id = o.id
            WHERE coalesce(t.valid, 0) <> CASE WHEN o.status = 'confirmed' THEN o.total_tickets ELSE 0 END
            UNION ALL
            SELECT format('order %s has %s of section %s on its lines, but not so many tickets', id, quantity, section_id) FROM (
                SELECT o.id, (line ->> 'section_id')::bigint AS section_id, sum((line ->> 'quantity')::bigint) AS quantity
                FROM ticketing.orders AS o, jsonb_array_elements(o.breakdown -> 'lines') AS line
                WHERE o.status = 'confirmed' GROUP BY 1, 2
                EXCEPT
                SELECT order_id, section_id, count(*) FROM ticketing.tickets WHERE status = 'valid' GROUP BY 1, 2
            ) AS amiss
            """
        ),
    ];
}
