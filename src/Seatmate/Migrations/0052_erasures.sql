-- A person asked to be erased; until the day is there they may change their mind.
CREATE TABLE accounts.erasures (
    user_id  bigint      PRIMARY KEY REFERENCES accounts.users ON DELETE CASCADE,
    asked_at timestamptz NOT NULL DEFAULT now(),
    due_at   timestamptz NOT NULL,
    CONSTRAINT erasures_have_a_grace CHECK (due_at >= asked_at + interval '14 days')
);
CREATE INDEX erasures_by_due ON accounts.erasures (due_at);
