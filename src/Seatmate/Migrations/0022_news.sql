-- What others did with a person's posts since they were last told: gone when it is told.
CREATE TABLE notifications.news (
    user_id  bigint  NOT NULL REFERENCES accounts.users ON DELETE CASCADE,
    post_id  bigint  NOT NULL REFERENCES social.posts ON DELETE CASCADE,
    likes    integer NOT NULL DEFAULT 0,
    comments integer NOT NULL DEFAULT 0,
    CONSTRAINT news_one_row_per_post PRIMARY KEY (user_id, post_id)
);
CREATE INDEX news_by_post ON notifications.news (post_id);

CREATE INDEX mails_by_writing ON notifications.mails (written_at);
