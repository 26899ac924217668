-- A new address is proven by a mailed secret like every other: keyed, counted, and mailed within a limit. Codes on their
-- way when this runs are asked for again.
DELETE FROM accounts.email_changes;
ALTER TABLE accounts.email_changes
    DROP CONSTRAINT email_changes_five_attempts,
    DROP COLUMN code_hash,
    DROP COLUMN attempts,
    DROP COLUMN expires_at,
    ADD COLUMN asked_at timestamptz NOT NULL;
ALTER TABLE accounts.mailed_secrets
    DROP CONSTRAINT mailed_secrets_purpose_known,
    ADD CONSTRAINT mailed_secrets_purpose_known
        CHECK (purpose IN ('sign_in', 'reset', 'confirm_link', 'confirm_code', 'change_code'));
