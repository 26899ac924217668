-- Whom somebody had an invitation mailed to, for a day: withdrawing it and asking again mails nobody without end. The address, or the person who
-- was asked by name, only as a keyed hash.
CREATE TABLE events.invitations_mailed (
    id         bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    invited_by bigint      NOT NULL REFERENCES accounts.users ON DELETE CASCADE,
    whom_hash  bytea       NOT NULL,
    mailed_at  timestamptz NOT NULL
);
CREATE INDEX invitations_mailed_by_inviter ON events.invitations_mailed (invited_by, mailed_at);
CREATE INDEX invitations_mailed_by_time ON events.invitations_mailed (mailed_at);
