-- The job that forgets facts looks for old ones, and every ten minutes for brief ones of an hour.
CREATE INDEX facts_by_age ON platform.facts (happened_at);
CREATE INDEX facts_by_kind ON platform.facts (kind, happened_at);
