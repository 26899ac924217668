-- What a person has said about a kind of mail that may be switched off; who has said nothing gets what is usual for the kind.
CREATE TABLE notifications.choices (
    user_id    bigint      NOT NULL REFERENCES accounts.users ON DELETE CASCADE,
    kind       text        NOT NULL,
    channel    text        NOT NULL,
    wanted     boolean     NOT NULL,
    changed_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT choices_once PRIMARY KEY (user_id, kind, channel),
    CONSTRAINT choices_channel_known CHECK (channel IN ('mail', 'app', 'push'))
);

-- That the people of an event were reminded of this very start.
CREATE TABLE notifications.reminders (
    event_id    bigint      NOT NULL REFERENCES events.events,
    kind        text        NOT NULL,
    starts_at   timestamptz NOT NULL,
    reminded_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT reminders_once PRIMARY KEY (event_id, kind, starts_at)
);
