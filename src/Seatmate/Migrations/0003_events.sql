CREATE SCHEMA IF NOT EXISTS events;

-- Who sells: a team. A person's own organiser is made with their first event.
CREATE TABLE events.organisers (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name       text        NOT NULL,
    slug       text        NOT NULL CONSTRAINT organisers_slug_taken_once UNIQUE,
    created_by bigint      REFERENCES accounts.users ON DELETE SET NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT organisers_one_of_ones_own UNIQUE (created_by)
);

CREATE TABLE events.organiser_members (
    organiser_id bigint      NOT NULL REFERENCES events.organisers ON DELETE CASCADE,
    user_id      bigint      NOT NULL REFERENCES accounts.users ON DELETE CASCADE,
    role         text        NOT NULL,
    created_at   timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT organiser_members_once PRIMARY KEY (organiser_id, user_id),
    CONSTRAINT organiser_members_role_known CHECK (role IN ('owner', 'manager'))
);
CREATE INDEX organiser_members_by_user ON events.organiser_members (user_id);

CREATE TABLE events.venues (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    slug         text             NOT NULL CONSTRAINT venues_slug_taken_once UNIQUE,
    name         text             NOT NULL,
    place        text             NOT NULL,
    address      text,
    latitude     double precision,
    longitude    double precision,
    capacity     integer,
    image_url    text,
    time_zone    text,
    created_by   bigint           REFERENCES accounts.users ON DELETE SET NULL,
    created_at   timestamptz      NOT NULL DEFAULT now(),
    search_text  text   NOT NULL GENERATED ALWAYS AS (platform.search_text(name || ' ' || place)) STORED,
    search_pairs text[] NOT NULL GENERATED ALWAYS AS (platform.search_pairs(name || ' ' || place)) STORED,
    CONSTRAINT venues_position_on_earth CHECK (
        (latitude IS NULL) = (longitude IS NULL) AND latitude BETWEEN -90 AND 90 AND longitude BETWEEN -180 AND 180),
    CONSTRAINT venues_capacity_positive CHECK (capacity > 0)
);
CREATE INDEX venues_by_search_text ON events.venues USING gin (search_text gin_trgm_ops);
CREATE INDEX venues_by_search_pairs ON events.venues USING gin (search_pairs);

-- starts_at is the instant; time_zone and local_start keep the wall time that was meant, should the zone's rules change.
CREATE TABLE events.events (
    id                   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    slug                 text        NOT NULL CONSTRAINT events_slug_taken_once UNIQUE,
    organiser_id         bigint      NOT NULL REFERENCES events.organisers,
    creator_id           bigint      REFERENCES accounts.users ON DELETE SET NULL,
    title                text        NOT NULL,
    description          text        NOT NULL DEFAULT '',
    starts_at            timestamptz NOT NULL,
    ends_at              timestamptz,
    time_zone            text        NOT NULL,
    local_start          timestamp   NOT NULL,
    venue_id             bigint      REFERENCES events.venues ON DELETE SET NULL,
    location             text        NOT NULL DEFAULT '',
    image_url            text,
    tags                 text[]      NOT NULL DEFAULT '{}',
    ticket_price_minor   bigint      NOT NULL,
    currency             text        NOT NULL,
    tax_percent          numeric(5, 2) NOT NULL DEFAULT 0,
    max_tickets_per_user integer     NOT NULL DEFAULT 5,
    status               text        NOT NULL DEFAULT 'published',
    deleted_at           timestamptz,
    created_at           timestamptz NOT NULL DEFAULT now(),
    updated_at           timestamptz NOT NULL DEFAULT now(),
    search_text          text   NOT NULL GENERATED ALWAYS AS (platform.search_text(title || ' ' || location)) STORED,
    search_pairs         text[] NOT NULL GENERATED ALWAYS AS (platform.search_pairs(title || ' ' || location)) STORED,
    CONSTRAINT events_title_length CHECK (char_length(title) BETWEEN 3 AND 80),
    CONSTRAINT events_price_not_negative CHECK (ticket_price_minor >= 0),
    CONSTRAINT events_currency_code CHECK (currency ~ '^[A-Z]{3}$'),
    CONSTRAINT events_tax_sensible CHECK (tax_percent BETWEEN 0 AND 30),
    CONSTRAINT events_limit_per_user CHECK (max_tickets_per_user BETWEEN 1 AND 100000),
    CONSTRAINT events_status_known CHECK (status IN ('draft', 'published')),
    CONSTRAINT events_end_after_start CHECK (ends_at > starts_at)
);
CREATE INDEX events_public_by_date ON events.events (starts_at DESC, id DESC) WHERE deleted_at IS NULL AND status = 'published';
CREATE INDEX events_by_organiser ON events.events (organiser_id, starts_at DESC, id DESC);
CREATE INDEX events_by_venue ON events.events (venue_id, starts_at);
CREATE INDEX events_by_creator ON events.events (creator_id);
CREATE INDEX events_by_tag ON events.events USING gin (tags);
CREATE INDEX events_by_search_text ON events.events USING gin (search_text gin_trgm_ops);
CREATE INDEX events_by_search_pairs ON events.events USING gin (search_pairs);
