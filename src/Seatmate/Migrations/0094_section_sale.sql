-- A section that closes once it was sold out stays closed, whatever comes back or is added, until somebody opens it again.
ALTER TABLE ticketing.sections ADD COLUMN sale text NOT NULL DEFAULT 'open',
    ADD CONSTRAINT sections_sale_known CHECK (sale IN ('open', 'until_sold_out', 'closed'));

-- Asked in the transaction that confirms orders, after orders and stocks are locked. As long as some of the places are held or not yet paid they may come back, so
-- whoever confirms the last of them closes: of two who do so at once the second waits here, and then sees what the first has confirmed.
CREATE FUNCTION ticketing.close_what_is_sold_out(of_event bigint) RETURNS void LANGUAGE plpgsql SET enable_seqscan = off AS $$
DECLARE
    sold_out bigint[];
BEGIN
    PERFORM FROM ticketing.sections WHERE event_id = of_event AND sale = 'until_sold_out' ORDER BY id FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    sold_out := ARRAY(
        SELECT stock.subject_id FROM ticketing.stocks AS stock LEFT JOIN ticketing.stocks AS pool ON pool.id = stock.pool_id
        WHERE stock.event_id = of_event AND stock.kind = 'section'
            AND (stock.taken = stock.capacity AND stock.taken > 0 OR pool.taken = pool.capacity AND pool.taken > 0));
    IF cardinality(sold_out) > 0 THEN
        UPDATE ticketing.sections SET sale = 'closed'
        FROM ticketing.stocks AS stock
        WHERE sections.event_id = of_event AND sale = 'until_sold_out' AND sections.id = ANY (sold_out)
            AND stock.event_id = of_event AND stock.kind = 'section' AND stock.subject_id = sections.id
            AND NOT EXISTS (
                SELECT FROM ticketing.orders
                JOIN ticketing.claims ON claims.order_id = orders.id
                JOIN ticketing.stocks AS waiting ON waiting.id = claims.stock_id
                WHERE orders.event_id = of_event AND expires_at IS NOT NULL
                    AND (waiting.id = stock.id OR waiting.pool_id = stock.pool_id));
    END IF;
END $$;
