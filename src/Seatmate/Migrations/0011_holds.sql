-- A hold is the first state of an order: places kept until a deadline for somebody who has not ordered them yet.
CREATE TABLE ticketing.guests (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    email      text        NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT guests_email_once UNIQUE (email),
    CONSTRAINT guests_email_lower CHECK (email = lower(email))
);

ALTER TABLE ticketing.stocks DROP CONSTRAINT stocks_kind_known,
    ADD CONSTRAINT stocks_kind_known CHECK (kind IN ('section', 'person', 'guest', 'voucher'));

-- What lowers a price, so many times; its uses are a stock.
CREATE TABLE ticketing.vouchers (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    event_id    bigint      NOT NULL REFERENCES events.events,
    code        text        NOT NULL,
    percent_off integer     NOT NULL,
    section_id  bigint      REFERENCES ticketing.sections ON DELETE CASCADE,
    valid_until timestamptz,
    created_at  timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT vouchers_code_once_per_event UNIQUE (code, event_id),
    CONSTRAINT vouchers_percent CHECK (percent_off BETWEEN 1 AND 100)
);
CREATE INDEX vouchers_by_event ON ticketing.vouchers (event_id, id);
CREATE INDEX vouchers_by_section ON ticketing.vouchers (section_id);

ALTER TABLE ticketing.orders
    ADD COLUMN guest_id    bigint,
    ADD COLUMN guest_name  text,
    ADD COLUMN voucher_id  bigint,
    ADD COLUMN held_at     timestamptz,
    ADD COLUMN extended_at timestamptz,
    ADD COLUMN placed_at   timestamptz;
UPDATE ticketing.orders SET placed_at = created_at;
ALTER TABLE ticketing.orders
    DROP CONSTRAINT orders_status_known, DROP CONSTRAINT orders_deadline_while_unpaid,
    ADD CONSTRAINT orders_status_known CHECK (status IN ('held', 'awaiting_payment', 'confirmed', 'cancelled', 'expired')),
    ADD CONSTRAINT orders_deadline_while_unpaid CHECK ((status IN ('held', 'awaiting_payment')) = (expires_at IS NOT NULL)),
    ADD CONSTRAINT orders_placed_after_held CHECK (CASE status
        WHEN 'held' THEN placed_at IS NULL AND held_at IS NOT NULL
        WHEN 'awaiting_payment' THEN placed_at IS NOT NULL
        WHEN 'confirmed' THEN placed_at IS NOT NULL
        ELSE true END),
    ADD CONSTRAINT orders_of_one_buyer CHECK (buyer_id IS NULL OR guest_id IS NULL);
DROP INDEX ticketing.orders_by_deadline, ticketing.orders_unpaid_by_event;
CREATE INDEX orders_unpaid_by_event ON ticketing.orders (event_id, expires_at) WHERE expires_at IS NOT NULL;
CREATE INDEX orders_by_deadline ON ticketing.orders (expires_at) WHERE expires_at IS NOT NULL;
CREATE INDEX orders_by_guest ON ticketing.orders (guest_id, id DESC) WHERE guest_id IS NOT NULL;
CREATE INDEX orders_never_placed ON ticketing.orders (updated_at) WHERE placed_at IS NULL;

-- A batch changes only orders that are as it read them.
CREATE FUNCTION ticketing.expect_orders(seen bigint, expected bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF seen <> expected THEN
        RAISE EXCEPTION 'an order was changed meanwhile' USING ERRCODE = 'serialization_failure', CONSTRAINT = 'orders_not_overtaken';
    END IF;
END $$;

ALTER TABLE ticketing.sections ADD COLUMN seated boolean NOT NULL DEFAULT false;
CREATE TABLE ticketing.seats (
    event_id   bigint  NOT NULL REFERENCES events.events,
    id         bigint  GENERATED ALWAYS AS IDENTITY,
    section_id bigint  NOT NULL REFERENCES ticketing.sections ON DELETE CASCADE,
    row_name   text    NOT NULL,
    number     text    NOT NULL,
    blocked    boolean NOT NULL DEFAULT false,
    CONSTRAINT seats_one_of_event PRIMARY KEY (event_id, id),
    CONSTRAINT seats_name_once_per_section UNIQUE (section_id, row_name, number)
);

-- Whose a seat is; the row is there as long as it is somebody's.
CREATE TABLE ticketing.seat_claims (
    event_id bigint NOT NULL,
    seat_id  bigint NOT NULL,
    order_id bigint NOT NULL,
    CONSTRAINT seat_claims_one_per_seat PRIMARY KEY (event_id, seat_id)
);
CREATE INDEX seat_claims_by_order ON ticketing.seat_claims (order_id);

CREATE FUNCTION ticketing.seat_claims_refer() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$
DECLARE
    wanted_orders bigint[] := ARRAY(SELECT DISTINCT order_id FROM fresh);
BEGIN
    IF (SELECT count(*) FROM ticketing.orders WHERE id = ANY (wanted_orders)) <> cardinality(wanted_orders)
        OR EXISTS (SELECT FROM fresh WHERE NOT EXISTS (
            SELECT FROM ticketing.seats WHERE event_id = fresh.event_id AND id = fresh.seat_id)) THEN
        RAISE EXCEPTION 'a seat claim refers to no order or no seat' USING ERRCODE = 'foreign_key_violation', CONSTRAINT = TG_NAME;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER seat_claims_refer_to_order_and_seat AFTER INSERT ON ticketing.seat_claims REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION ticketing.seat_claims_refer();

CREATE FUNCTION ticketing.keep_claimed_seat() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM ticketing.seat_claims WHERE event_id = OLD.event_id AND seat_id = OLD.id) THEN
        RAISE EXCEPTION 'seat % is somebody''s', OLD.id USING ERRCODE = 'foreign_key_violation', CONSTRAINT = TG_NAME;
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER seats_claimed_stay BEFORE DELETE ON ticketing.seats
    FOR EACH ROW EXECUTE FUNCTION ticketing.keep_claimed_seat();

ALTER TABLE ticketing.tickets ADD COLUMN seat_id bigint;
CREATE UNIQUE INDEX tickets_one_valid_per_seat ON ticketing.tickets (event_id, seat_id) WHERE status = 'valid' AND seat_id IS NOT NULL;

-- A guest has no account.
ALTER TABLE notifications.mails ALTER COLUMN user_id DROP NOT NULL;
