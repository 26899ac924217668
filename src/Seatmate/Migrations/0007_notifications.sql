CREATE SCHEMA IF NOT EXISTS notifications;

-- A mail is written in the transaction of its cause and sent by the outbox; its message id stays the same however often it is tried.
-- It goes with the person it was written to.
CREATE TABLE notifications.mails (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    message_id text        NOT NULL CONSTRAINT mails_message_id_once UNIQUE,
    kind       text        NOT NULL,
    user_id    bigint      NOT NULL REFERENCES accounts.users ON DELETE CASCADE,
    to_name    text        NOT NULL,
    to_address text        NOT NULL,
    subject    text        NOT NULL,
    body       text        NOT NULL,
    written_at timestamptz NOT NULL DEFAULT now(),
    sent_at    timestamptz
);
CREATE INDEX mails_by_user ON notifications.mails (user_id);
