-- Of the mails that are due, those that somebody waits for go first: they are of no use later.
DROP INDEX notifications.mails_by_due;
CREATE INDEX mails_by_due ON notifications.mails (bulk, stale_at, due_at) WHERE due_at IS NOT NULL;
