-- What a deadline is looked for by: the event, and all of them in one go. Few orders have one, so one index does for both.
DROP INDEX ticketing.orders_by_deadline;
-- Only holds that are over are looked for by their age; those that live need not be in it.
DROP INDEX ticketing.orders_never_placed;
CREATE INDEX orders_never_placed ON ticketing.orders (updated_at) WHERE placed_at IS NULL AND expires_at IS NULL;

-- While some reactions wait, the others are looked up by themselves.
DROP INDEX platform.deliveries_due;
CREATE INDEX deliveries_due ON platform.deliveries (reaction, due_at) WHERE done_at IS NULL;

-- References in one query instead of two for each: of a small batch, these were a sixth. What is looked up by a key for each row cannot become
-- a plan that reads a whole table.
CREATE OR REPLACE FUNCTION ticketing.orders_refer() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$
BEGIN
    IF EXISTS (SELECT FROM fresh WHERE (SELECT id FROM events.events WHERE id = fresh.event_id) IS NULL) THEN
        RAISE EXCEPTION 'an order refers to no event' USING ERRCODE = 'foreign_key_violation', CONSTRAINT = TG_NAME;
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION ticketing.claims_refer() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$
BEGIN
    IF EXISTS (SELECT FROM fresh WHERE (SELECT id FROM ticketing.orders WHERE id = fresh.order_id) IS NULL
        OR (SELECT id FROM ticketing.stocks WHERE id = fresh.stock_id) IS NULL) THEN
        RAISE EXCEPTION 'a claim refers to no order or no stock' USING ERRCODE = 'foreign_key_violation', CONSTRAINT = TG_NAME;
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION ticketing.tickets_refer() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$
BEGIN
    IF EXISTS (SELECT FROM fresh WHERE (SELECT id FROM ticketing.orders WHERE id = fresh.order_id) IS NULL
        OR (SELECT id FROM ticketing.sections WHERE id = fresh.section_id) IS NULL) THEN
        RAISE EXCEPTION 'a ticket refers to no order or no section' USING ERRCODE = 'foreign_key_violation', CONSTRAINT = TG_NAME;
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION ticketing.seat_claims_refer() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$
BEGIN
    IF EXISTS (SELECT FROM fresh WHERE (SELECT id FROM ticketing.orders WHERE id = fresh.order_id) IS NULL
        OR (SELECT id FROM ticketing.seats WHERE event_id = fresh.event_id AND id = fresh.seat_id) IS NULL) THEN
        RAISE EXCEPTION 'a seat claim refers to no order or no seat' USING ERRCODE = 'foreign_key_violation', CONSTRAINT = TG_NAME;
    END IF;
    RETURN NULL;
END $$;
