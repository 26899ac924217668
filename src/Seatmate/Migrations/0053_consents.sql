-- What a person agreed to or took back, to which version of its text, when and from where; the last row of a kind counts.
CREATE TABLE accounts.consents (
    id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id  bigint      NOT NULL REFERENCES accounts.users ON DELETE CASCADE,
    kind     text        NOT NULL,
    version  text        NOT NULL,
    given    boolean     NOT NULL,
    address  text        NOT NULL,
    noted_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT consents_kind_known CHECK (kind IN ('terms', 'interests')),
    CONSTRAINT consents_terms_stay CHECK (kind <> 'terms' OR given)
);
CREATE INDEX consents_by_user ON accounts.consents (user_id, kind, id DESC);

-- A row of the log is never changed; it goes with its person only.
CREATE FUNCTION accounts.keep_consent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND NOT EXISTS (SELECT FROM accounts.users WHERE id = OLD.user_id) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'consents are never changed' USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_NAME;
END $$;
CREATE TRIGGER consents_are_a_log BEFORE UPDATE OR DELETE ON accounts.consents
    FOR EACH ROW EXECUTE FUNCTION accounts.keep_consent();
