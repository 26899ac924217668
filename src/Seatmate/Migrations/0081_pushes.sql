-- A browser that a person is told things in while they do not look at it: its address at a push service, and its keys. It goes with the
-- session in which it was made, so that nobody who signed out is told anything.
CREATE TABLE notifications.push_subscriptions (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id    bigint      NOT NULL REFERENCES accounts.users ON DELETE CASCADE,
    session_id uuid        NOT NULL REFERENCES accounts.sessions ON DELETE CASCADE,
    endpoint   text        NOT NULL CONSTRAINT push_subscriptions_endpoint_once UNIQUE,
    p256dh     bytea       NOT NULL,
    auth       bytea       NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    last_ok_at timestamptz,
    failures   integer     NOT NULL DEFAULT 0,
    CONSTRAINT push_subscriptions_keys_whole CHECK (octet_length(p256dh) = 65 AND octet_length(auth) = 16)
);
CREATE INDEX push_subscriptions_by_user ON notifications.push_subscriptions (user_id, id DESC);
CREATE INDEX push_subscriptions_by_session ON notifications.push_subscriptions (session_id);

-- A note that waits to be pushed to a browser; gone when it was taken there, or given up. Whoever sends it moves its due time on first.
CREATE TABLE notifications.pushes (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    note_id         bigint      NOT NULL REFERENCES notifications.notes ON DELETE CASCADE,
    subscription_id bigint      NOT NULL REFERENCES notifications.push_subscriptions ON DELETE CASCADE,
    due_at          timestamptz NOT NULL DEFAULT now(),
    attempts        integer     NOT NULL DEFAULT 0,
    stale_at        timestamptz NOT NULL,
    CONSTRAINT pushes_once UNIQUE (note_id, subscription_id)
);
CREATE INDEX pushes_by_due ON notifications.pushes (due_at);
CREATE INDEX pushes_by_subscription ON notifications.pushes (subscription_id);
