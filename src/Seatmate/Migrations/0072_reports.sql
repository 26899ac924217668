-- A mail may carry one file.
ALTER TABLE notifications.mails
    ADD COLUMN attachment_name text,
    ADD COLUMN attachment      bytea,
    ADD CONSTRAINT mails_attachment_named CHECK ((attachment IS NULL) = (attachment_name IS NULL));

-- That a person was told about a month, or an organiser's week.
CREATE TABLE notifications.reports (
    user_id    bigint      NOT NULL REFERENCES accounts.users ON DELETE CASCADE,
    kind       text        NOT NULL,
    period     date        NOT NULL,
    written_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT reports_once PRIMARY KEY (user_id, kind, period),
    CONSTRAINT reports_kind_known CHECK (kind IN ('monthly', 'weekly'))
);

-- How far a report has come with the people of a zone: whoever goes on locks the row, and moves it with the mails of those it passed.
CREATE TABLE notifications.report_runs (
    kind         text        NOT NULL,
    period       date        NOT NULL,
    time_zone    text        NOT NULL,
    people_total integer     NOT NULL,
    people_done  integer     NOT NULL DEFAULT 0,
    written      integer     NOT NULL DEFAULT 0,
    failures     integer     NOT NULL DEFAULT 0,
    last_error   text,
    last_user_id bigint      NOT NULL DEFAULT 0,
    begun_at     timestamptz NOT NULL DEFAULT now(),
    finished_at  timestamptz,
    CONSTRAINT report_runs_once PRIMARY KEY (kind, period, time_zone),
    CONSTRAINT report_runs_kind_known CHECK (kind IN ('monthly', 'weekly')),
    CONSTRAINT report_runs_add_up CHECK (written >= 0 AND failures >= 0 AND written + failures <= people_done)
);
CREATE INDEX report_runs_by_period ON notifications.report_runs (period DESC, kind DESC);
CREATE INDEX report_runs_unfinished ON notifications.report_runs (kind, period, time_zone) WHERE finished_at IS NULL;

-- How a person gets their reports; without a row as a mail alone.
CREATE TABLE notifications.report_settings (
    user_id bigint  NOT NULL CONSTRAINT report_settings_once PRIMARY KEY REFERENCES accounts.users ON DELETE CASCADE,
    pdf     boolean NOT NULL
);

-- What a person did in a month is found by the month.
CREATE INDEX posts_by_author_and_time ON social.posts (author_id, created_at);
CREATE INDEX likes_by_user_and_time ON social.likes (user_id, created_at);
DROP INDEX social.likes_by_user;
