-- The language and the zone in which a person is written to.
ALTER TABLE accounts.users
    ADD COLUMN language  text NOT NULL DEFAULT 'en' CONSTRAINT users_language_known CHECK (language IN ('en', 'de', 'fr', 'es')),
    ADD COLUMN time_zone text NOT NULL DEFAULT 'UTC';

-- A mail waits while it has a due time; then it was sent, or it is a dead letter. One that has none of the three was written while there
-- was no mail server, and is kept to be read. Whoever sends a mail moves its due time on first: should they die, it is due again.
ALTER TABLE notifications.mails
    ADD COLUMN html       text,
    ADD COLUMN language   text        NOT NULL DEFAULT 'en',
    ADD COLUMN bulk       boolean     NOT NULL DEFAULT false,
    ADD COLUMN due_at     timestamptz,
    ADD COLUMN attempts   integer     NOT NULL DEFAULT 0,
    ADD COLUMN last_error text,
    ADD COLUMN stale_at   timestamptz,
    ADD COLUMN dead_at    timestamptz,
    ADD COLUMN unsubscribe_url text,
    ADD CONSTRAINT mails_wait_or_sent_or_dead CHECK (num_nonnulls(due_at, sent_at, dead_at) <= 1);
CREATE INDEX mails_by_due ON notifications.mails (bulk, due_at) WHERE due_at IS NOT NULL;
CREATE INDEX mails_by_death ON notifications.mails (id) WHERE dead_at IS NOT NULL;

-- What the outbox still had to send is sent by the queue.
UPDATE notifications.mails SET due_at = now()
WHERE sent_at IS NULL AND id IN (
    SELECT (f.body ->> 'mail_id')::bigint FROM platform.facts f
    LEFT JOIN platform.deliveries d ON d.fact_id = f.id AND d.reaction = 'SendMailOnMailWritten'
    WHERE f.kind = 'MailWritten' AND d.done_at IS NULL AND (d.fact_id IS NOT NULL OR NOT f.fanned_out)
);
UPDATE platform.deliveries SET done_at = now() WHERE reaction = 'SendMailOnMailWritten' AND done_at IS NULL;
