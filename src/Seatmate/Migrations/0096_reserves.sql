-- A voucher may keep places of its section for whoever has its code. Its stock then counts places instead of orders, and takes of the section's all that it may
-- ever give (its capacity), used or not; who uses it takes of the voucher's stock alone. pool_id of a voucher's stock is its section's.
ALTER TABLE ticketing.vouchers
    ADD COLUMN reserved_places bigint,
    ADD COLUMN ended_at timestamptz,
    DROP CONSTRAINT vouchers_percent,
    ADD CONSTRAINT vouchers_percent CHECK (percent_off BETWEEN 0 AND 100 AND (percent_off > 0 OR reserved_places IS NOT NULL)),
    ADD CONSTRAINT vouchers_reserve_in_a_section CHECK (reserved_places IS NULL OR reserved_places > 0 AND section_id IS NOT NULL);
CREATE INDEX vouchers_that_reserve ON ticketing.vouchers (valid_until) WHERE reserved_places IS NOT NULL AND ended_at IS NULL;

ALTER TABLE ticketing.stocks
    DROP CONSTRAINT stocks_in_a_pool_are_sections,
    ADD CONSTRAINT stocks_take_of_others_by_kind CHECK (pool_id IS NULL OR kind IN ('section', 'voucher'));

CREATE OR REPLACE FUNCTION ticketing.take_of_pools() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$
DECLARE
    shared bigint[] := ARRAY(
        SELECT pool_id FROM (
            SELECT pool_id, CASE kind WHEN 'voucher' THEN capacity ELSE taken END AS quantity FROM fresh
            UNION ALL SELECT pool_id, -CASE kind WHEN 'voucher' THEN capacity ELSE taken END FROM former
        ) AS moved WHERE pool_id IS NOT NULL GROUP BY pool_id HAVING sum(quantity) <> 0);
BEGIN
    IF cardinality(shared) > 0 THEN
        PERFORM FROM ticketing.stocks
        WHERE id = ANY (shared) OR id = ANY (ARRAY(SELECT pool_id FROM ticketing.stocks WHERE id = ANY (shared) AND pool_id IS NOT NULL))
        ORDER BY kind = 'pool', id FOR NO KEY UPDATE;
        UPDATE ticketing.stocks SET taken = taken + change.quantity FROM (
            SELECT pool_id, sum(quantity)::bigint AS quantity FROM (
                SELECT pool_id, CASE kind WHEN 'voucher' THEN capacity ELSE taken END AS quantity FROM fresh
                UNION ALL SELECT pool_id, -CASE kind WHEN 'voucher' THEN capacity ELSE taken END FROM former
            ) AS moved WHERE pool_id = ANY (shared) GROUP BY pool_id
        ) AS change WHERE stocks.id = change.pool_id;
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION ticketing.pools_refer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM ticketing.stocks
    WHERE id = NEW.pool_id AND event_id = NEW.event_id AND kind = CASE NEW.kind WHEN 'voucher' THEN 'section' ELSE 'pool' END
    FOR KEY SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'event % has no pool %', NEW.event_id, NEW.pool_id USING ERRCODE = 'foreign_key_violation', CONSTRAINT = TG_NAME;
    END IF;
    RETURN NEW;
END $$;

DROP TRIGGER stocks_shared_stay ON ticketing.stocks;
CREATE TRIGGER stocks_shared_stay BEFORE DELETE ON ticketing.stocks
    FOR EACH ROW WHEN (OLD.kind IN ('pool', 'section')) EXECUTE FUNCTION ticketing.keep_shared_pool();

-- When it is withdrawn or has expired its stock is closed: what nobody uses returns to the section, at once and whenever a use is given back.
CREATE FUNCTION ticketing.return_reserve() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.capacity := NEW.taken;
    RETURN NEW;
END $$;
CREATE TRIGGER stocks_return_their_reserve BEFORE UPDATE OF taken, open ON ticketing.stocks
    FOR EACH ROW WHEN (NEW.kind = 'voucher' AND NEW.pool_id IS NOT NULL AND NOT NEW.open) EXECUTE FUNCTION ticketing.return_reserve();

-- Asked in the transaction that confirms orders, after orders and stocks are locked. As long as some of the places are held, not yet paid or kept by a voucher they
-- may come back (to the section if its own limit is reached, else to any that shares the pool), so whoever confirms the last of them closes: of two who do so at once
-- the second waits here, and then sees what the first has confirmed.
CREATE OR REPLACE FUNCTION ticketing.close_what_is_sold_out(of_event bigint) RETURNS void LANGUAGE plpgsql SET enable_seqscan = off AS $$
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
                JOIN ticketing.stocks AS place ON place.id = CASE waiting.kind WHEN 'section' THEN waiting.id WHEN 'voucher' THEN waiting.pool_id END
                WHERE orders.event_id = of_event AND expires_at IS NOT NULL
                    AND CASE WHEN stock.taken = stock.capacity THEN place.id = stock.id ELSE place.pool_id = stock.pool_id END)
            AND NOT EXISTS (
                SELECT FROM ticketing.stocks AS place JOIN ticketing.stocks AS kept ON kept.pool_id = place.id AND kept.kind = 'voucher'
                WHERE place.event_id = of_event AND place.kind = 'section' AND kept.taken < kept.capacity
                    AND CASE WHEN stock.taken = stock.capacity THEN place.id = stock.id ELSE place.pool_id = stock.pool_id END);
    END IF;
END $$;
