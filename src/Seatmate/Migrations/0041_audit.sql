-- The audit is read now: by who, what, which thing and when, by admins, and by owners of an organiser what was done to it.
-- zone: where the clock of who did it stood, as their client says; null is UTC. organiser_id and key_id refer to rows that may go; the audit stays.
ALTER TABLE platform.audit ADD COLUMN zone text, ADD COLUMN organiser_id bigint, ADD COLUMN key_id bigint;

-- A booking writes a row, so it must not pay for who reads: blocks of rows are summarised behind the writers, and the trees leave out the two
-- actions that come with every order.
CREATE INDEX audit_by_blocks ON platform.audit
    USING brin (at timestamptz_minmax_ops, actor_id int8_bloom_ops, subject text_bloom_ops)
    WITH (pages_per_range = 32, autosummarize = on);
CREATE INDEX audit_by_action ON platform.audit (action text_pattern_ops, id DESC)
    WHERE action NOT IN ('ticketing.order_placed', 'payments.invoice_issued');
CREATE INDEX audit_by_organiser ON platform.audit (organiser_id, id DESC) WHERE organiser_id IS NOT NULL;

-- Nobody changes it, empties it or takes of it; only the job that forgets what is too old may delete, after it has said so, and never of
-- the last thirty days.
CREATE FUNCTION platform.keep_audit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND current_setting('seatmate.forget_audit', true) = 'on'
        AND OLD.at < now() - interval '30 days' THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION '% rows are never changed', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_NAME;
END $$;
DROP TRIGGER audit_is_append_only ON platform.audit;
CREATE TRIGGER audit_is_append_only BEFORE UPDATE OR DELETE ON platform.audit
    FOR EACH ROW EXECUTE FUNCTION platform.keep_audit();
CREATE TRIGGER audit_is_never_emptied BEFORE TRUNCATE ON platform.audit
    FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();

-- Whoever goes first holds the lock until the end, so that of two admins who demote each other one stays.
CREATE FUNCTION accounts.keep_an_admin() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('accounts.keep_an_admin'));
    IF NOT EXISTS (SELECT FROM accounts.users WHERE role = 'admin') THEN
        RAISE EXCEPTION 'there would be no admin' USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_NAME;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER users_keep_an_admin AFTER DELETE OR UPDATE OF role ON accounts.users
    FOR EACH ROW WHEN (OLD.role = 'admin') EXECUTE FUNCTION accounts.keep_an_admin();
CREATE INDEX users_admins ON accounts.users (id) WHERE role = 'admin';

-- That a person lets admins look at their account, until then.
CREATE TABLE accounts.support_consents (
    user_id    bigint      PRIMARY KEY REFERENCES accounts.users ON DELETE CASCADE,
    given_at   timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    CONSTRAINT support_consents_three_days_at_most CHECK (expires_at <= given_at + interval '72 hours')
);
