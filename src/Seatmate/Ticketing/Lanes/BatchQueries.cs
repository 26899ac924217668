using Seatmate.Ticketing.Holds;

namespace Seatmate.Ticketing.Lanes;

/// <summary>What a batch asks, in the order in which it asks. What there is one of for each row that is asked for is
/// looked up by LATERAL … LIMIT 1: joined, a plan made while the event was new reads all its rows later.</summary>
public static class BatchQueries
{
    /// <summary>First of all: what is not seen as expired here has given its places back before they are
    /// read.</summary>
    public const string Moment = """
        SELECT now(), (
            SELECT expires_at FROM ticketing.orders WHERE event_id = $1 AND expires_at IS NOT NULL ORDER BY expires_at LIMIT 1
        ), xmin::text::bigint
        FROM events.events WHERE id = $1
        """;

    public const string Sections = """
        SELECT section.id, section.name, section.price_minor, section.seated, section.xmin::text::bigint,
            stock.id, coalesce(stock.capacity, 9223372036854775807), stock.taken, stock.open,
            pool.id, pool.capacity, pool.taken, pool.open,
            (SELECT name FROM ticketing.pools WHERE id = pool.subject_id), section.sale
        FROM ticketing.sections AS section
        JOIN ticketing.stocks AS stock
            ON stock.event_id = section.event_id AND stock.kind = 'section' AND stock.subject_id = section.id
        LEFT JOIN LATERAL (SELECT * FROM ticketing.stocks WHERE id = stock.pool_id LIMIT 1) AS pool ON true
        WHERE section.event_id = $1
        """;

    /// <summary>Who comes for the first time has no stock yet; the batch makes it, under the id taken here.</summary>
    public const string Buyers = """
        SELECT buyer.kind = 'guest', buyer.id, coalesce(stock.id, nextval('ticketing.stocks_id_seq')),
            stock.capacity, stock.taken, stock.open
        FROM unnest($2, $3) AS buyer(kind, id)
        LEFT JOIN LATERAL (
            SELECT * FROM ticketing.stocks WHERE event_id = $1 AND kind = buyer.kind AND subject_id = buyer.id LIMIT 1
        ) AS stock ON true
        """;

    /// <summary>Whom an order may name in a moment is not forgotten now (<see cref="ForgetOldHolds"/>): who was last asked
    /// about long ago is asked about now, or, when they are being dropped, is waited for and made anew.</summary>
    public const string Meet = """
        UPDATE ticketing.guests SET asked_at = now() FROM (
            SELECT id FROM ticketing.guests
            WHERE email = ANY (SELECT lower(email) FROM unnest($1) AS email)
                AND NOT ordered AND asked_at < now() - interval '12 hours'
            ORDER BY email FOR NO KEY UPDATE
        ) AS known
        WHERE guests.id = known.id
        """;

    /// <summary>The guest of each address, made when first met; PostgreSQL lowers it, as guests_email_lower does. None
    /// where somebody else made it just now. In the order of the addresses, so that nobody waits in a circle.</summary>
    public const string Guests = """
        WITH asked AS MATERIALIZED (
            SELECT number, lower(email) AS email FROM unnest($1) WITH ORDINALITY AS asked(email, number)
        ), made AS (
            INSERT INTO ticketing.guests (email)
            SELECT DISTINCT email FROM asked
            WHERE NOT EXISTS (SELECT FROM ticketing.guests AS known WHERE known.email = asked.email)
            ORDER BY email ON CONFLICT DO NOTHING RETURNING id, email
        )
        SELECT coalesce(made.id, known.id)
        FROM asked
        LEFT JOIN made ON made.email = asked.email
        LEFT JOIN LATERAL (SELECT id FROM ticketing.guests WHERE email = asked.email LIMIT 1) AS known ON true
        ORDER BY number
        """;

    public const string OrderIds = "SELECT nextval('ticketing.orders_id_seq') FROM generate_series(1, $1)";

    /// <summary>Ids for the batches to come, so many of each kind.</summary>
    public const string SpareIds = """
        SELECT 'order', nextval('ticketing.orders_id_seq') FROM generate_series(1, $1)
        UNION ALL SELECT 'ticket', nextval('ticketing.tickets_id_seq') FROM generate_series(1, $2)
        UNION ALL SELECT 'stock', nextval('ticketing.stocks_id_seq') FROM generate_series(1, $3)
        """;

    /// <summary>The version of the rows that this transaction writes; refused (terms_not_overtaken) unless the event
    /// and its sections are of these versions. Last of all: whatever the batch waited for, the terms may have been
    /// changed meanwhile.</summary>
    public const string Version = """
        SELECT pg_current_xact_id()::xid::text::bigint AS version, ticketing.expect_terms(
            (SELECT xmin::text::bigint FROM events.events WHERE id = $1) = $2
            AND ARRAY(SELECT xmin::text::bigint FROM ticketing.sections WHERE event_id = $1 ORDER BY id) = $3)
        """;

    public const string TicketIds = """
        SELECT nextval('ticketing.tickets_id_seq')
        FROM generate_series(1, $1 + coalesce((SELECT sum(total_tickets) FROM ticketing.orders WHERE id = ANY ($2)), 0))
        """;

    /// <summary>The seats that are asked for, and those of the holds.</summary>
    public const string Seats = """
        SELECT seat.id, seat.section_id, seat.row_name, seat.number, seat.blocked OR claim.taken IS NOT NULL
        FROM ticketing.seats AS seat
        LEFT JOIN LATERAL (
            SELECT true AS taken FROM ticketing.seat_claims WHERE event_id = seat.event_id AND seat_id = seat.id LIMIT 1
        ) AS claim ON true
        WHERE seat.event_id = $1 AND seat.id = ANY ($2 || ARRAY(
            SELECT (held ->> 'id')::bigint FROM ticketing.orders, jsonb_path_query(breakdown, '$.lines[*].seats[*]') AS held
            WHERE orders.id = ANY ($3)))
        """;

    /// <summary>The vouchers that are asked for, also of other events of the organiser, and those of the
    /// holds.</summary>
    public const string Vouchers = """
        SELECT voucher.id, voucher.code, voucher.event_id, voucher.percent_off, voucher.section_id, voucher.valid_until,
            voucher.reserved_places IS NOT NULL, stock.id, stock.capacity, stock.taken, stock.open
        FROM ticketing.vouchers AS voucher
        JOIN events.events AS event ON event.id = voucher.event_id
        JOIN LATERAL (
            SELECT id, capacity, taken, open FROM ticketing.stocks
            WHERE stocks.event_id = voucher.event_id AND kind = 'voucher' AND subject_id = voucher.id LIMIT 1
        ) AS stock ON true
        WHERE voucher.id = ANY (ARRAY(
                SELECT id FROM ticketing.vouchers WHERE code = ANY ($2)
                UNION ALL SELECT voucher_id FROM ticketing.orders WHERE id = ANY ($3) AND voucher_id IS NOT NULL))
            AND event.organiser_id = (SELECT organiser_id FROM events.events WHERE id = $1)
        """;

    /// <summary>By their ids alone: an older PostgreSQL would rather read all orders of an event that was new when
    /// this was planned.</summary>
    public const string Holds = """
        SELECT id, booking_id, xmin::text::bigint, created_at, buyer_id, guest_id, guest_name, status, breakdown,
            voucher_id, expires_at, held_at, extended_at, placed_at
        FROM (SELECT *, xmin FROM ticketing.orders WHERE id = ANY ($2) OFFSET 0) AS asked WHERE event_id = $1
        """;

    public const string Stored = """
        SELECT asked.scope, asked.key, request_hash, status, coalesce(content_type, ''), coalesce(location, ''), body
        FROM unnest($1, $2) AS asked(scope, key)
        JOIN LATERAL (
            SELECT * FROM platform.repeated_requests AS stored
            WHERE stored.scope = asked.scope AND stored.key = asked.key AND status IS NOT NULL LIMIT 1
        ) AS stored ON true
        """;
}
