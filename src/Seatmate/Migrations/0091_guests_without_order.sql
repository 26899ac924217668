-- Whoever was met and ordered nothing is forgotten; who is known to have ordered is not looked at again.
ALTER TABLE ticketing.guests
    ADD COLUMN asked_at timestamptz NOT NULL DEFAULT now(),
    ADD COLUMN ordered  boolean     NOT NULL DEFAULT false;
CREATE INDEX guests_without_order ON ticketing.guests (asked_at) WHERE NOT ordered;
