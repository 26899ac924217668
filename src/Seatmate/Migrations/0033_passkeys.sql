-- A key pair that a person's device keeps; we know its public half.
CREATE TABLE accounts.passkeys (
    id                 bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id            bigint      NOT NULL REFERENCES accounts.users ON DELETE CASCADE,
    credential_id      bytea       NOT NULL,
    public_key         bytea       NOT NULL,
    sign_count         bigint      NOT NULL,
    transports         text[]      NOT NULL,
    is_backup_eligible boolean     NOT NULL,
    is_backed_up       boolean     NOT NULL,
    name               text        NOT NULL,
    created_at         timestamptz NOT NULL,
    last_used_at       timestamptz,
    CONSTRAINT passkeys_credential_once UNIQUE (credential_id),
    CONSTRAINT passkeys_name_length CHECK (char_length(name) BETWEEN 1 AND 50)
);
CREATE INDEX passkeys_by_user ON accounts.passkeys (user_id);

-- What a device was asked to sign: for a person who adds a passkey, or for whoever wants to sign in. An answer ends it.
CREATE TABLE accounts.passkey_questions (
    id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id    bigint REFERENCES accounts.users ON DELETE CASCADE,
    state      text        NOT NULL,
    expires_at timestamptz NOT NULL
);
CREATE INDEX passkey_questions_by_user ON accounts.passkey_questions (user_id);
CREATE INDEX passkey_questions_by_expiry ON accounts.passkey_questions (expires_at);
