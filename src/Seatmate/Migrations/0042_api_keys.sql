-- Keys for programs: of a person, or of a person for one organiser. The secret itself is nowhere; its hash is enough, since it is long and random.
CREATE TABLE accounts.api_keys (
    id           bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id      bigint      NOT NULL REFERENCES accounts.users ON DELETE CASCADE,
    organiser_id bigint      REFERENCES events.organisers ON DELETE CASCADE,
    name         text        NOT NULL,
    prefix       text        NOT NULL CONSTRAINT api_keys_prefix_taken_once UNIQUE,
    secret_hash  bytea       NOT NULL,
    scopes       text[]      NOT NULL,
    created_at   timestamptz NOT NULL DEFAULT now(),
    last_used_at timestamptz,
    expires_at   timestamptz,
    CONSTRAINT api_keys_name_length CHECK (char_length(name) BETWEEN 1 AND 80),
    CONSTRAINT api_keys_for_something CHECK (cardinality(scopes) > 0)
);
CREATE INDEX api_keys_by_user ON accounts.api_keys (user_id);
CREATE INDEX api_keys_by_organiser ON accounts.api_keys (organiser_id);

-- A process may remember a living key; it is told in the moment one ends.
CREATE FUNCTION accounts.announce_key_end() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('key_ended', OLD.prefix);
    RETURN NULL;
END $$;
CREATE TRIGGER api_keys_announce_end AFTER DELETE ON accounts.api_keys
    FOR EACH ROW EXECUTE FUNCTION accounts.announce_key_end();

-- Who is out of a team leaves no key to it behind.
CREATE FUNCTION accounts.drop_keys_of_member() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM accounts.api_keys WHERE organiser_id = OLD.organiser_id AND user_id = OLD.user_id;
    RETURN NULL;
END $$;
CREATE TRIGGER organiser_members_take_their_keys AFTER DELETE ON events.organiser_members
    FOR EACH ROW EXECUTE FUNCTION accounts.drop_keys_of_member();
