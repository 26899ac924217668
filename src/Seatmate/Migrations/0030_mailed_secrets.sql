-- When the person proved that the address is theirs; never yet: null.
ALTER TABLE accounts.users ADD COLUMN email_confirmed_at timestamptz;

-- What was mailed to prove that somebody reads an address: six digits, or a long token in a link. Ended ones stay for a day, so that asking
-- can be limited.
CREATE TABLE accounts.mailed_secrets (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id     bigint      NOT NULL REFERENCES accounts.users ON DELETE CASCADE,
    purpose     text        NOT NULL,
    secret_hash bytea       NOT NULL,
    asked_from  text        NOT NULL,
    attempts    integer     NOT NULL DEFAULT 0,
    made_at     timestamptz NOT NULL,
    expires_at  timestamptz NOT NULL,
    ended_at    timestamptz,
    CONSTRAINT mailed_secrets_purpose_known CHECK (purpose IN ('sign_in', 'reset', 'confirm_link', 'confirm_code')),
    CONSTRAINT mailed_secrets_five_attempts CHECK (attempts BETWEEN 0 AND 5)
);
CREATE INDEX mailed_secrets_by_user ON accounts.mailed_secrets (user_id, purpose, made_at);
CREATE INDEX mailed_secrets_by_hash ON accounts.mailed_secrets (secret_hash);
