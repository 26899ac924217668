-- Places that several sections share. A section may have no limit of its own: then its stock has no capacity.
CREATE TABLE ticketing.pools (
    id       bigint  GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    event_id bigint  NOT NULL REFERENCES events.events,
    name     text    NOT NULL,
    CONSTRAINT pools_name_once_per_event UNIQUE (event_id, name)
);

ALTER TABLE ticketing.stocks
    ADD COLUMN pool_id bigint,
    ALTER COLUMN capacity DROP NOT NULL,
    DROP CONSTRAINT stocks_kind_known,
    ADD CONSTRAINT stocks_kind_known CHECK (kind IN ('section', 'person', 'guest', 'voucher', 'pool')),
    ADD CONSTRAINT stocks_without_limit_are_sections CHECK (capacity IS NOT NULL OR kind = 'section'),
    ADD CONSTRAINT stocks_in_a_pool_are_sections CHECK (pool_id IS NULL OR kind = 'section');
CREATE INDEX stocks_by_pool ON ticketing.stocks (pool_id) WHERE pool_id IS NOT NULL;

-- What is taken of a section is taken of its pool, by whichever statement: what one statement gives back and takes there counts together.
-- Pools are locked after all other stocks, in the order of their ids.
CREATE FUNCTION ticketing.take_of_pools() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    shared bigint[] := ARRAY(SELECT pool_id FROM fresh WHERE pool_id IS NOT NULL UNION SELECT pool_id FROM former WHERE pool_id IS NOT NULL);
BEGIN
    IF cardinality(shared) > 0 THEN
        PERFORM FROM ticketing.stocks WHERE id = ANY (shared) ORDER BY id FOR NO KEY UPDATE;
        UPDATE ticketing.stocks SET taken = taken + change.quantity FROM (
            SELECT pool_id, sum(quantity)::bigint AS quantity FROM (
                SELECT pool_id, taken AS quantity FROM fresh UNION ALL SELECT pool_id, -taken FROM former
            ) AS moved WHERE pool_id IS NOT NULL GROUP BY pool_id HAVING sum(quantity) <> 0
        ) AS change WHERE stocks.id = change.pool_id;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER stocks_take_of_their_pools AFTER UPDATE ON ticketing.stocks REFERENCING NEW TABLE AS fresh OLD TABLE AS former
    FOR EACH STATEMENT EXECUTE FUNCTION ticketing.take_of_pools();

CREATE FUNCTION ticketing.pools_refer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM ticketing.stocks WHERE id = NEW.pool_id AND event_id = NEW.event_id AND kind = 'pool' FOR KEY SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'event % has no pool %', NEW.event_id, NEW.pool_id USING ERRCODE = 'foreign_key_violation', CONSTRAINT = TG_NAME;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER stocks_share_a_pool_of_their_event BEFORE INSERT OR UPDATE OF pool_id ON ticketing.stocks
    FOR EACH ROW WHEN (NEW.pool_id IS NOT NULL) EXECUTE FUNCTION ticketing.pools_refer();

CREATE FUNCTION ticketing.keep_shared_pool() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM ticketing.stocks WHERE pool_id = OLD.id) THEN
        RAISE EXCEPTION 'sections share pool %', OLD.id USING ERRCODE = 'foreign_key_violation', CONSTRAINT = TG_NAME;
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER stocks_shared_stay BEFORE DELETE ON ticketing.stocks
    FOR EACH ROW WHEN (OLD.kind = 'pool') EXECUTE FUNCTION ticketing.keep_shared_pool();
