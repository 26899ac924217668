-- A person asked for everything about them. Whoever makes it counts its attempt: only the last attempt writes and finishes.
CREATE TABLE accounts.exports (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id    bigint      NOT NULL REFERENCES accounts.users ON DELETE CASCADE,
    asked_at   timestamptz NOT NULL DEFAULT now(),
    seen_at    timestamptz,
    attempt    integer     NOT NULL DEFAULT 0,
    parts      integer     NOT NULL DEFAULT 0,
    parts_done integer     NOT NULL DEFAULT 0,
    ready_at   timestamptz,
    failed_at  timestamptz,
    expires_at timestamptz,
    byte_count bigint,
    CONSTRAINT exports_ready_expires CHECK (
        (ready_at IS NULL) = (expires_at IS NULL) AND (ready_at IS NULL) = (byte_count IS NULL)),
    CONSTRAINT exports_ready_or_failed CHECK (ready_at IS NULL OR failed_at IS NULL),
    CONSTRAINT exports_parts_done CHECK (parts_done BETWEEN 0 AND parts)
);
CREATE INDEX exports_by_user ON accounts.exports (user_id, id DESC);
CREATE UNIQUE INDEX exports_one_under_way ON accounts.exports (user_id) WHERE ready_at IS NULL AND failed_at IS NULL;

-- The ZIP in pieces, so that neither making nor fetching it holds it as a whole.
CREATE TABLE accounts.export_chunks (
    export_id bigint  NOT NULL REFERENCES accounts.exports ON DELETE CASCADE,
    attempt   integer NOT NULL,
    position  integer NOT NULL,
    bytes     bytea   NOT NULL,
    CONSTRAINT export_chunks_once PRIMARY KEY (export_id, attempt, position)
);
