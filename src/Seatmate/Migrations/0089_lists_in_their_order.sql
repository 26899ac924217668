-- A page of the door list is a piece of an index: it was looked for among all tickets, from the oldest on, past those of every event before.
DROP INDEX ticketing.tickets_by_event;
CREATE INDEX tickets_by_event ON ticketing.tickets (event_id, id);
-- The audit is read in the order of time, and by nothing else that its key was for: one tree does for both, and every order writes one entry less.
ALTER TABLE platform.audit DROP CONSTRAINT audit_pkey, ADD CONSTRAINT audit_in_order_of_time PRIMARY KEY (at, id);
DROP INDEX platform.audit_by_time;
-- Where mails are sent, none of them is kept, and who asks for those that are need not read them all.
CREATE INDEX mails_kept ON notifications.mails (id) WHERE sent_at IS NULL AND dead_at IS NULL AND due_at IS NULL;
-- How many mails were sent today is counted without reading those of the month.
CREATE INDEX mails_by_sending ON notifications.mails (sent_at) WHERE sent_at IS NOT NULL;
