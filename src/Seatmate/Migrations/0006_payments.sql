CREATE SCHEMA IF NOT EXISTS payments;

CREATE TABLE payments.payments (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    reference    text        NOT NULL,
    provider     text        NOT NULL,
    order_id     bigint      NOT NULL REFERENCES ticketing.orders,
    amount_minor bigint      NOT NULL,
    currency     text        NOT NULL,
    description  text        NOT NULL,
    state        text        NOT NULL DEFAULT 'pending',
    expires_at   timestamptz NOT NULL,
    captured_at  timestamptz,
    refunded_minor bigint    NOT NULL DEFAULT 0,
    created_at   timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT payments_reference_once UNIQUE (provider, reference),
    CONSTRAINT payments_amount_positive CHECK (amount_minor > 0),
    CONSTRAINT payments_state_known CHECK (state IN ('pending', 'captured', 'declined', 'abandoned')),
    CONSTRAINT payments_captured_has_instant CHECK ((state = 'captured') = (captured_at IS NOT NULL)),
    CONSTRAINT payments_refunds_within_capture CHECK (refunded_minor BETWEEN 0 AND CASE WHEN state = 'captured' THEN amount_minor ELSE 0 END)
);
CREATE INDEX payments_by_order ON payments.payments (order_id, id DESC);
CREATE UNIQUE INDEX payments_one_pending_per_order ON payments.payments (order_id) WHERE state = 'pending';

-- Each message of a provider once, handled in the transaction of its effect.
CREATE TABLE payments.webhook_messages (
    provider    text        NOT NULL,
    message_id  text        NOT NULL,
    body        jsonb       NOT NULL,
    received_at timestamptz NOT NULL DEFAULT now(),
    handled_at  timestamptz,
    CONSTRAINT webhook_messages_once PRIMARY KEY (provider, message_id)
);

-- Double entry: the rows of one transfer add up to nothing; the rows of an order say what it has paid and got back.
CREATE TABLE payments.postings (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    transfer_id  uuid        NOT NULL,
    order_id     bigint      NOT NULL REFERENCES ticketing.orders,
    payment_id   bigint      REFERENCES payments.payments,
    account      text        NOT NULL,
    amount_minor bigint      NOT NULL,
    currency     text        NOT NULL,
    cause        text        NOT NULL,
    created_at   timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT postings_account_known CHECK (account IN ('provider', 'sales')),
    CONSTRAINT postings_cause_known CHECK (cause IN ('capture', 'refund')),
    CONSTRAINT postings_not_zero CHECK (amount_minor <> 0),
    CONSTRAINT postings_one_line_per_account UNIQUE (transfer_id, account)
);
CREATE INDEX postings_by_order ON payments.postings (order_id);
CREATE TRIGGER postings_are_append_only BEFORE UPDATE OR DELETE ON payments.postings
    FOR EACH ROW EXECUTE FUNCTION platform.refuse_change();

-- The last number given, per seller and year; locked by whoever issues, so numbers have no gap.
CREATE TABLE payments.invoice_numbers (
    organiser_id bigint  NOT NULL REFERENCES events.organisers,
    year         integer NOT NULL,
    last_number  integer NOT NULL,
    CONSTRAINT invoice_numbers_one_row PRIMARY KEY (organiser_id, year)
);

CREATE TABLE payments.invoices (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    organiser_id   bigint      NOT NULL REFERENCES events.organisers,
    year           integer     NOT NULL,
    sequence       integer     NOT NULL,
    kind           text        NOT NULL,
    order_id       bigint      NOT NULL REFERENCES ticketing.orders,
    corrects_id    bigint      REFERENCES payments.invoices,
    seller         text        NOT NULL,
    bill_to        text        NOT NULL,
    lines          jsonb       NOT NULL,
    net_minor      bigint      NOT NULL,
    tax_minor      bigint      NOT NULL,
    total_minor    bigint      NOT NULL,
    currency       text        NOT NULL,
    reason         text,
    issued_at      timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT invoices_number_once UNIQUE (organiser_id, year, sequence),
    CONSTRAINT invoices_kind_known CHECK (kind IN ('invoice', 'credit_note')),
    CONSTRAINT invoices_credit_names_its_invoice CHECK ((kind = 'credit_note') = (corrects_id IS NOT NULL)),
    CONSTRAINT invoices_add_up CHECK (net_minor + tax_minor = total_minor)
);
CREATE INDEX invoices_by_order ON payments.invoices (order_id, id DESC);
-- An invoice is credited at most once: two corrections at once cannot both win.
CREATE UNIQUE INDEX invoices_credited_once ON payments.invoices (corrects_id);

-- Never changed, never dropped; only the person's name may be taken out of it when they leave.
CREATE FUNCTION payments.keep_invoice() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.bill_to = 'A person who left Seatmate'
        AND to_jsonb(NEW) - 'bill_to' = to_jsonb(OLD) - 'bill_to' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'invoices are never changed' USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_NAME;
END $$;
CREATE TRIGGER invoices_are_immutable BEFORE UPDATE OR DELETE ON payments.invoices
    FOR EACH ROW EXECUTE FUNCTION payments.keep_invoice();
