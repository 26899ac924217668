-- The secret that a person's authenticator app shares with us (encrypted), in force once a first code was typed in. Each code counts once: the
-- step of time that was used last is remembered.
CREATE TABLE accounts.second_steps (
    user_id      bigint PRIMARY KEY REFERENCES accounts.users ON DELETE CASCADE,
    secret       bytea       NOT NULL,
    made_at      timestamptz NOT NULL,
    confirmed_at timestamptz,
    last_step    bigint      NOT NULL DEFAULT 0
);

-- What lets a person in without their app, each once; keyed hashes.
CREATE TABLE accounts.recovery_codes (
    user_id   bigint NOT NULL REFERENCES accounts.users ON DELETE CASCADE,
    code_hash bytea  NOT NULL,
    used_at   timestamptz,
    CONSTRAINT recovery_codes_once PRIMARY KEY (user_id, code_hash)
);
