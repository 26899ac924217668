-- Orders, claims and tickets are written thousands a second. That they refer to something is checked once a statement
-- instead of once a row, and what they refer to cannot go while something of it is taken: docs/adr/0020.
ALTER TABLE ticketing.orders
    DROP CONSTRAINT orders_event_id_fkey, DROP CONSTRAINT orders_section_id_fkey, DROP CONSTRAINT orders_buyer_id_fkey;
ALTER TABLE ticketing.claims DROP CONSTRAINT claims_order_id_fkey, DROP CONSTRAINT claims_stock_id_fkey;
ALTER TABLE ticketing.tickets
    DROP CONSTRAINT tickets_order_id_fkey, DROP CONSTRAINT tickets_event_id_fkey, DROP CONSTRAINT tickets_section_id_fkey;

-- Without seqscan: a plan made while a table was empty must not read all of it later.
CREATE FUNCTION ticketing.orders_refer() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$
DECLARE
    wanted_events bigint[] := ARRAY(SELECT DISTINCT event_id FROM fresh);
BEGIN
    IF (SELECT count(*) FROM events.events WHERE id = ANY (wanted_events)) <> cardinality(wanted_events) THEN
        RAISE EXCEPTION 'an order refers to no event' USING ERRCODE = 'foreign_key_violation', CONSTRAINT = TG_NAME;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER orders_refer_to_event AFTER INSERT ON ticketing.orders REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION ticketing.orders_refer();

CREATE FUNCTION ticketing.claims_refer() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$
DECLARE
    wanted_orders bigint[] := ARRAY(SELECT DISTINCT order_id FROM fresh);
    wanted_stocks bigint[] := ARRAY(SELECT DISTINCT stock_id FROM fresh);
BEGIN
    IF (SELECT count(*) FROM ticketing.orders WHERE id = ANY (wanted_orders)) <> cardinality(wanted_orders)
        OR (SELECT count(*) FROM ticketing.stocks WHERE id = ANY (wanted_stocks)) <> cardinality(wanted_stocks) THEN
        RAISE EXCEPTION 'a claim refers to no order or no stock' USING ERRCODE = 'foreign_key_violation', CONSTRAINT = TG_NAME;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER claims_refer_to_order_and_stock AFTER INSERT ON ticketing.claims REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION ticketing.claims_refer();

CREATE FUNCTION ticketing.tickets_refer() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$
DECLARE
    wanted_orders bigint[] := ARRAY(SELECT DISTINCT order_id FROM fresh);
    wanted_sections bigint[] := ARRAY(SELECT DISTINCT section_id FROM fresh);
BEGIN
    IF (SELECT count(*) FROM ticketing.orders WHERE id = ANY (wanted_orders)) <> cardinality(wanted_orders)
        OR (SELECT count(*) FROM ticketing.sections WHERE id = ANY (wanted_sections)) <> cardinality(wanted_sections) THEN
        RAISE EXCEPTION 'a ticket refers to no order or no section' USING ERRCODE = 'foreign_key_violation', CONSTRAINT = TG_NAME;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER tickets_refer_to_order_and_section AFTER INSERT ON ticketing.tickets REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION ticketing.tickets_refer();
CREATE TRIGGER tickets_move_to_a_section AFTER UPDATE ON ticketing.tickets REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION ticketing.tickets_refer();

-- The other side: whoever takes of a stock changes its row in the same transaction, so that it cannot go meanwhile.
CREATE FUNCTION ticketing.refuse_to_go() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% % is in use', TG_TABLE_NAME, OLD.id USING ERRCODE = 'foreign_key_violation', CONSTRAINT = TG_NAME;
END $$;
CREATE TRIGGER stocks_taken_stay BEFORE DELETE ON ticketing.stocks
    FOR EACH ROW WHEN (OLD.taken > 0) EXECUTE FUNCTION ticketing.refuse_to_go();

CREATE FUNCTION ticketing.keep_section_with_tickets() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM ticketing.tickets WHERE event_id = OLD.event_id AND section_id = OLD.id) THEN
        RAISE EXCEPTION 'section % has tickets', OLD.id USING ERRCODE = 'foreign_key_violation', CONSTRAINT = TG_NAME;
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER sections_with_tickets_stay BEFORE DELETE ON ticketing.sections
    FOR EACH ROW EXECUTE FUNCTION ticketing.keep_section_with_tickets();

CREATE FUNCTION ticketing.keep_order_with_claims() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM ticketing.claims WHERE order_id = OLD.id)
        OR EXISTS (SELECT FROM ticketing.tickets WHERE order_id = OLD.id) THEN
        RAISE EXCEPTION 'order % has claims or tickets', OLD.id USING ERRCODE = 'foreign_key_violation', CONSTRAINT = TG_NAME;
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER orders_with_claims_stay BEFORE DELETE ON ticketing.orders
    FOR EACH ROW EXECUTE FUNCTION ticketing.keep_order_with_claims();

-- A buyer is known by the stock of their tickets; it is closed when they leave.
CREATE FUNCTION ticketing.person_stocks_refer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM accounts.users WHERE id = NEW.subject_id FOR KEY SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'there is no user %', NEW.subject_id USING ERRCODE = 'foreign_key_violation', CONSTRAINT = TG_NAME;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER stocks_of_a_user BEFORE INSERT ON ticketing.stocks
    FOR EACH ROW WHEN (NEW.kind = 'person') EXECUTE FUNCTION ticketing.person_stocks_refer();
CREATE FUNCTION ticketing.forget_buyer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE ticketing.orders SET buyer_id = NULL WHERE buyer_id = OLD.id;
    RETURN OLD;
END $$;
CREATE TRIGGER orders_forget_who_left AFTER DELETE ON accounts.users
    FOR EACH ROW EXECUTE FUNCTION ticketing.forget_buyer();
CREATE INDEX stocks_by_person ON ticketing.stocks (subject_id) WHERE kind = 'person';
ALTER TABLE ticketing.stocks SET (fillfactor = 60);

-- The sections of an order are those of its lines.
UPDATE ticketing.orders SET breakdown = jsonb_set(breakdown, '{lines}', (
    SELECT jsonb_agg(line || jsonb_build_object('section_id', section.id, 'section', section.name))
    FROM jsonb_array_elements(breakdown -> 'lines') AS line))
FROM ticketing.sections AS section WHERE section.id = orders.section_id;
ALTER TABLE ticketing.orders DROP COLUMN section_id;

DROP INDEX ticketing.claims_by_stock, ticketing.tickets_by_section, ticketing.tickets_by_event;
CREATE INDEX tickets_by_event ON ticketing.tickets (event_id, status);

-- One fact for all orders that were placed or confirmed together.
UPDATE platform.facts
SET kind = CASE kind WHEN 'OrderConfirmed' THEN 'OrdersConfirmed' ELSE 'OrdersPlaced' END,
    body = jsonb_build_object('event_id', body -> 'event_id', 'order_ids', jsonb_build_array(body -> 'order_id'))
WHERE kind IN ('OrderConfirmed', 'OrderPlaced');
UPDATE platform.deliveries SET reaction = 'SendTicketsOnOrdersConfirmed' WHERE reaction = 'SendTicketsOnOrderConfirmed';
