-- How a session was opened, when it was last used (noted every few minutes at most), and when its person last proved who they are.
ALTER TABLE accounts.sessions
    ADD COLUMN method       text        NOT NULL DEFAULT 'password',
    ADD COLUMN last_used_at timestamptz NOT NULL DEFAULT now(),
    ADD COLUMN proved_at    timestamptz NOT NULL DEFAULT now(),
    ADD CONSTRAINT sessions_method_known CHECK (method IN ('password', 'code', 'passkey', 'provider'));

-- A program and a network address from which a person has signed in; from any other they are mailed about it.
CREATE TABLE accounts.devices (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id       bigint      NOT NULL REFERENCES accounts.users ON DELETE CASCADE,
    name          text        NOT NULL,
    address       text        NOT NULL,
    first_seen_at timestamptz NOT NULL,
    last_seen_at  timestamptz NOT NULL,
    CONSTRAINT devices_once_per_person UNIQUE (user_id, name, address)
);
CREATE INDEX devices_by_age ON accounts.devices (last_seen_at);

-- Failures to sign in, counted for an account and a device or address (keyed hashes of both), and until when the next has to wait.
CREATE TABLE accounts.sign_in_tries (
    subject_hash   bytea PRIMARY KEY,
    failures       integer     NOT NULL,
    last_failed_at timestamptz NOT NULL,
    blocked_until  timestamptz NOT NULL,
    CONSTRAINT sign_in_tries_counted CHECK (failures > 0)
);
CREATE INDEX sign_in_tries_by_age ON accounts.sign_in_tries (last_failed_at);
