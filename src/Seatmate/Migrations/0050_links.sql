-- Who came by an outside account has no password until they set one.
ALTER TABLE accounts.users ALTER COLUMN password_hash DROP NOT NULL;

-- A visit to a provider that has not come back yet; the state that comes back names it, once.
CREATE TABLE accounts.provider_visits (
    state_hash    bytea       PRIMARY KEY,
    provider      text        NOT NULL,
    user_id       bigint      REFERENCES accounts.users ON DELETE CASCADE,
    nonce         text        NOT NULL,
    code_verifier text        NOT NULL,
    expires_at    timestamptz NOT NULL
);
CREATE INDEX provider_visits_by_user ON accounts.provider_visits (user_id);
CREATE INDEX provider_visits_by_expiry ON accounts.provider_visits (expires_at);

-- An outside account that signs a person in. Its subject is unique at its issuer, whatever we call the provider.
CREATE TABLE accounts.links (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id      bigint      NOT NULL REFERENCES accounts.users ON DELETE CASCADE,
    provider     text        NOT NULL,
    issuer       text        NOT NULL,
    subject      text        NOT NULL,
    account_name text        NOT NULL,
    created_at   timestamptz NOT NULL DEFAULT now(),
    last_used_at timestamptz,
    CONSTRAINT links_subject_once UNIQUE (issuer, subject),
    CONSTRAINT links_one_per_provider UNIQUE (user_id, provider)
);

-- How many ways a person has to sign in by themself; a new kind of way is added here.
CREATE FUNCTION accounts.ways_in(person bigint) RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT (SELECT count(*) FROM accounts.users WHERE id = person AND password_hash IS NOT NULL)
        + (SELECT count(*) FROM accounts.links WHERE user_id = person)
$$;

-- The person's row is locked first: of two last links that go at once, the second sees that the first is gone.
CREATE FUNCTION accounts.keep_a_way_in() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM accounts.users WHERE id = OLD.user_id FOR UPDATE;
    IF FOUND AND accounts.ways_in(OLD.user_id) = 0 THEN
        RAISE EXCEPTION 'user % would have no way in', OLD.user_id USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER links_leave_a_way_in AFTER DELETE ON accounts.links
    FOR EACH ROW EXECUTE FUNCTION accounts.keep_a_way_in();

-- What a person likes, in words.
CREATE TABLE accounts.interests (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id    bigint      NOT NULL REFERENCES accounts.users ON DELETE CASCADE,
    name       text        NOT NULL,
    source     text        NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT interests_once UNIQUE (user_id, name),
    CONSTRAINT interests_name_length CHECK (char_length(name) BETWEEN 1 AND 100)
);
