CREATE SCHEMA IF NOT EXISTS ticketing;

-- Everything scarce is a stock: the places of a section, the tickets one person may have of an event.
CREATE TABLE ticketing.stocks (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    event_id   bigint      NOT NULL REFERENCES events.events,
    kind       text        NOT NULL,
    subject_id bigint      NOT NULL,
    capacity   bigint      NOT NULL,
    taken      bigint      NOT NULL DEFAULT 0,
    open       boolean     NOT NULL DEFAULT true,
    CONSTRAINT stocks_kind_known CHECK (kind IN ('section', 'person')),
    CONSTRAINT stocks_one_per_subject UNIQUE (event_id, kind, subject_id),
    CONSTRAINT stocks_taken_within_capacity CHECK (taken BETWEEN 0 AND capacity)
);

-- Once an event is called off nothing more is taken of it, whoever read earlier that it was open.
CREATE FUNCTION ticketing.refuse_closed_stock() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'stock % is closed', NEW.id USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
END $$;
CREATE TRIGGER stocks_closed_take_nothing BEFORE UPDATE OF taken ON ticketing.stocks
    FOR EACH ROW WHEN (NOT NEW.open AND NEW.taken > OLD.taken) EXECUTE FUNCTION ticketing.refuse_closed_stock();

CREATE TABLE ticketing.sections (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    event_id    bigint      NOT NULL REFERENCES events.events,
    name        text        NOT NULL,
    position    integer     NOT NULL,
    price_minor bigint      NOT NULL,
    CONSTRAINT sections_name_once_per_event UNIQUE (event_id, name),
    CONSTRAINT sections_price_not_negative CHECK (price_minor >= 0)
);

CREATE TABLE ticketing.orders (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    booking_id    uuid        NOT NULL DEFAULT gen_random_uuid() CONSTRAINT orders_booking_id_once UNIQUE,
    event_id      bigint      NOT NULL REFERENCES events.events,
    section_id    bigint      NOT NULL REFERENCES ticketing.sections,
    buyer_id      bigint      REFERENCES accounts.users ON DELETE SET NULL,
    status        text        NOT NULL,
    total_tickets integer     NOT NULL,
    total_minor   bigint      NOT NULL,
    currency      text        NOT NULL,
    breakdown     jsonb       NOT NULL,
    expires_at    timestamptz,
    paid_at       timestamptz,
    created_at    timestamptz NOT NULL DEFAULT now(),
    updated_at    timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT orders_status_known CHECK (status IN ('awaiting_payment', 'confirmed', 'cancelled', 'expired')),
    CONSTRAINT orders_have_tickets CHECK (total_tickets > 0),
    CONSTRAINT orders_total_not_negative CHECK (total_minor >= 0),
    CONSTRAINT orders_deadline_while_unpaid CHECK ((status = 'awaiting_payment') = (expires_at IS NOT NULL))
);
CREATE INDEX orders_by_event ON ticketing.orders (event_id, id DESC);
CREATE INDEX orders_by_buyer ON ticketing.orders (buyer_id, id DESC);
CREATE INDEX orders_by_deadline ON ticketing.orders (expires_at) WHERE status = 'awaiting_payment';
CREATE INDEX orders_by_section ON ticketing.orders (section_id);

-- Who took how much of which stock. A row lives as long as what it took; the sum of a stock's claims is its taken.
CREATE TABLE ticketing.claims (
    order_id bigint NOT NULL REFERENCES ticketing.orders ON DELETE CASCADE,
    stock_id bigint NOT NULL REFERENCES ticketing.stocks,
    quantity bigint NOT NULL,
    CONSTRAINT claims_one_per_order_and_stock PRIMARY KEY (order_id, stock_id),
    CONSTRAINT claims_quantity_positive CHECK (quantity > 0)
);
CREATE INDEX claims_by_stock ON ticketing.claims (stock_id);

CREATE TABLE ticketing.tickets (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    order_id   bigint      NOT NULL REFERENCES ticketing.orders ON DELETE CASCADE,
    event_id   bigint      NOT NULL REFERENCES events.events,
    section_id bigint      NOT NULL REFERENCES ticketing.sections,
    status     text        NOT NULL DEFAULT 'valid',
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT tickets_status_known CHECK (status IN ('valid', 'cancelled'))
);
CREATE INDEX tickets_by_order ON ticketing.tickets (order_id);
CREATE INDEX tickets_by_event ON ticketing.tickets (event_id) WHERE status = 'valid';
CREATE INDEX tickets_by_section ON ticketing.tickets (section_id);
