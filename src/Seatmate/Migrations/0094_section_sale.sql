-- A section that closes once it was sold out stays closed, whatever comes back or is added, until somebody opens it again.
ALTER TABLE ticketing.sections ADD COLUMN sale text NOT NULL DEFAULT 'open',
    ADD CONSTRAINT sections_sale_known CHECK (sale IN ('open', 'until_sold_out', 'closed'));

-- Asked in the transaction that orders the last place, after all other locks. As long as some of the places are only held they may come back, so whoever
-- orders the last hold closes: of two who order the last two holds at once the second waits here, and then sees what the first has ordered.
CREATE FUNCTION ticketing.close_what_is_sold_out(of_event bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM ticketing.sections WHERE event_id = of_event AND sale = 'until_sold_out' ORDER BY id FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    UPDATE ticketing.sections SET sale = 'closed'
    FROM ticketing.stocks AS stock LEFT JOIN ticketing.stocks AS pool ON pool.id = stock.pool_id
    WHERE sections.event_id = of_event AND sale = 'until_sold_out'
        AND stock.event_id = of_event AND stock.kind = 'section' AND stock.subject_id = sections.id
        AND (stock.taken = stock.capacity OR pool.taken = pool.capacity)
        AND NOT EXISTS (
            SELECT FROM ticketing.orders
            JOIN ticketing.claims ON claims.order_id = orders.id
            JOIN ticketing.stocks AS held ON held.id = claims.stock_id
            WHERE orders.event_id = of_event AND expires_at IS NOT NULL AND status = 'held'
                AND (held.id = stock.id OR held.pool_id = stock.pool_id));
END $$;
