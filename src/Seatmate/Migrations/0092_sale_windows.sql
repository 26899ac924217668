-- When the sale of an event starts and ends; without them it is sold from its publication until it is over.
ALTER TABLE events.events
    ADD COLUMN sale_starts_at timestamptz,
    ADD COLUMN sale_ends_at   timestamptz,
    ADD CONSTRAINT events_sale_starts_before_end CHECK (sale_starts_at < sale_ends_at);
