-- What a person is told in the app: of what kind, for which cause, and the values that say it in the language of whoever reads it. A cause
-- is told once. One that is not listed was told in another way only, and is kept so that it is not told again.
CREATE TABLE notifications.notes (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id    bigint      NOT NULL REFERENCES accounts.users ON DELETE CASCADE,
    kind       text        NOT NULL,
    cause      text        NOT NULL,
    details    jsonb       NOT NULL,
    link       text        NOT NULL,
    listed     boolean     NOT NULL DEFAULT true,
    written_at timestamptz NOT NULL DEFAULT now(),
    read_at    timestamptz,
    CONSTRAINT notes_cause_once UNIQUE (user_id, kind, cause),
    CONSTRAINT notes_link_stays_here CHECK (link LIKE '/%' AND link NOT LIKE '//%')
);
CREATE INDEX notes_by_person ON notifications.notes (user_id, id DESC) WHERE listed;
CREATE INDEX notes_unread ON notifications.notes (user_id, id) WHERE listed AND read_at IS NULL;
CREATE INDEX notes_by_writing ON notifications.notes (written_at);
