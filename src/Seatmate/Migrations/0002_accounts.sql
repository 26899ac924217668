CREATE SCHEMA IF NOT EXISTS accounts;

CREATE TABLE accounts.users (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name            text        NOT NULL,
    user_name       text        NOT NULL,
    handle          text        NOT NULL,
    email           text        NOT NULL,
    password_hash   text        NOT NULL,
    dob             date,
    role            text        NOT NULL DEFAULT 'user',
    last_sign_in_at timestamptz,
    created_at      timestamptz NOT NULL DEFAULT now(),
    updated_at      timestamptz NOT NULL DEFAULT now(),
    search_text     text   NOT NULL GENERATED ALWAYS AS (platform.search_text(name || ' ' || user_name)) STORED,
    search_pairs    text[] NOT NULL GENERATED ALWAYS AS (platform.search_pairs(name || ' ' || user_name)) STORED,
    CONSTRAINT users_name_length CHECK (char_length(name) BETWEEN 1 AND 100),
    CONSTRAINT users_role_known CHECK (role IN ('user', 'admin')),
    CONSTRAINT users_handle_taken_once UNIQUE (handle)
);
CREATE UNIQUE INDEX users_email_taken_once ON accounts.users (lower(email));
CREATE INDEX users_by_search_text ON accounts.users USING gin (search_text gin_trgm_ops);
CREATE INDEX users_by_search_pairs ON accounts.users USING gin (search_pairs);

-- A changed e-mail address waits here until the code sent to it is typed in.
CREATE TABLE accounts.email_changes (
    user_id    bigint      PRIMARY KEY REFERENCES accounts.users ON DELETE CASCADE,
    email      text        NOT NULL,
    code_hash  bytea       NOT NULL,
    attempts   integer     NOT NULL DEFAULT 0,
    expires_at timestamptz NOT NULL,
    CONSTRAINT email_changes_five_attempts CHECK (attempts BETWEEN 0 AND 5)
);

CREATE TABLE accounts.sessions (
    id         uuid        PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id    bigint      NOT NULL REFERENCES accounts.users ON DELETE CASCADE,
    device     text        NOT NULL DEFAULT '',
    address    text        NOT NULL DEFAULT '',
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL
);
CREATE INDEX sessions_by_user ON accounts.sessions (user_id);
CREATE INDEX sessions_by_expiry ON accounts.sessions (expires_at);

-- A process may remember a living session; it is told in the moment one ends or its person's role changes.
CREATE FUNCTION accounts.announce_session_end() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('session_ended', OLD.id::text);
    RETURN NULL;
END $$;
CREATE TRIGGER sessions_announce_end AFTER DELETE ON accounts.sessions
    FOR EACH ROW EXECUTE FUNCTION accounts.announce_session_end();

CREATE FUNCTION accounts.announce_role_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('session_ended', id::text) FROM accounts.sessions WHERE user_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER users_announce_role_change AFTER UPDATE OF role ON accounts.users
    FOR EACH ROW WHEN (OLD.role IS DISTINCT FROM NEW.role) EXECUTE FUNCTION accounts.announce_role_change();
