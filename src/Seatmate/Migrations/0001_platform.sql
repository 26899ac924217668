-- What every module stands on: search words, facts and their deliveries, jobs, audit, repeated requests.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS unaccent;

CREATE SCHEMA IF NOT EXISTS platform;

-- Lower case without accents: what searching compares. unaccent() is only STABLE because its dictionary may be
-- replaced; ours never is, so the named dictionary may be called IMMUTABLE and indexed.
CREATE FUNCTION platform.search_text(value text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
    RETURN lower(public.unaccent('public.unaccent'::regdictionary, value));

-- All one- and two-letter pieces of a text: the trigram index serves parts of three letters and more, this one the rest.
CREATE FUNCTION platform.search_pairs(value text) RETURNS text[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
    RETURN (
        SELECT coalesce(array_agg(DISTINCT piece), '{}')
        FROM (
            SELECT substr(platform.search_text(value), i, n) AS piece
            FROM generate_series(1, length(platform.search_text(value))) AS i, generate_series(1, 2) AS n
        ) AS pieces
        WHERE piece <> ''
    );

CREATE TABLE platform.facts (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind        text        NOT NULL,
    body        jsonb       NOT NULL,
    happened_at timestamptz NOT NULL DEFAULT now(),
    fanned_out  boolean     NOT NULL DEFAULT false
);
CREATE INDEX facts_to_fan_out ON platform.facts (id) WHERE NOT fanned_out;

CREATE TABLE platform.deliveries (
    fact_id    bigint      NOT NULL REFERENCES platform.facts ON DELETE CASCADE,
    reaction   text        NOT NULL,
    attempts   integer     NOT NULL DEFAULT 0,
    due_at     timestamptz NOT NULL DEFAULT now(),
    done_at    timestamptz,
    last_error text,
    CONSTRAINT deliveries_once_per_reaction PRIMARY KEY (fact_id, reaction)
);
CREATE INDEX deliveries_due ON platform.deliveries (due_at) WHERE done_at IS NULL;

CREATE TABLE platform.jobs (
    name        text PRIMARY KEY,
    due_at      timestamptz NOT NULL DEFAULT now(),
    started_at  timestamptz,
    finished_at timestamptz,
    last_error  text
);

CREATE TABLE platform.audit (
    id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at       timestamptz NOT NULL DEFAULT now(),
    actor_id bigint,
    action   text        NOT NULL,
    subject  text        NOT NULL,
    address  text,
    details  jsonb
);
CREATE INDEX audit_by_subject ON platform.audit (subject, id DESC);
CREATE INDEX audit_by_actor ON platform.audit (actor_id, id DESC);

CREATE FUNCTION platform.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% rows are never changed', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_NAME;
END $$;
CREATE TRIGGER audit_is_append_only BEFORE UPDATE OR DELETE ON platform.audit
    FOR EACH ROW EXECUTE FUNCTION platform.refuse_change();

CREATE TABLE platform.repeated_requests (
    scope        text        NOT NULL,
    key          text        NOT NULL,
    request_hash bytea       NOT NULL,
    status       integer,
    content_type text,
    location     text,
    body         bytea,
    created_at   timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT repeated_requests_one_effect_per_key PRIMARY KEY (scope, key)
);
CREATE INDEX repeated_requests_by_age ON platform.repeated_requests (created_at);
