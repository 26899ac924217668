CREATE SCHEMA IF NOT EXISTS social;

CREATE TABLE social.posts (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    author_id  bigint      NOT NULL REFERENCES accounts.users ON DELETE CASCADE,
    event_id   bigint      REFERENCES events.events ON DELETE SET NULL,
    title      text        NOT NULL,
    content    text        NOT NULL,
    location   text,
    image_url  text,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT posts_title_length CHECK (char_length(title) BETWEEN 3 AND 50),
    CONSTRAINT posts_content_length CHECK (char_length(content) BETWEEN 1 AND 400)
);
CREATE INDEX posts_by_author ON social.posts (author_id, id DESC);
CREATE INDEX posts_by_event ON social.posts (event_id, id DESC);

CREATE TABLE social.comments (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    post_id    bigint      NOT NULL REFERENCES social.posts ON DELETE CASCADE,
    author_id  bigint      NOT NULL REFERENCES accounts.users ON DELETE CASCADE,
    content    text        NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT comments_content_length CHECK (char_length(content) BETWEEN 1 AND 400)
);
CREATE INDEX comments_by_post ON social.comments (post_id, id);
CREATE INDEX comments_by_author ON social.comments (author_id);

CREATE TABLE social.likes (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    post_id    bigint      NOT NULL REFERENCES social.posts ON DELETE CASCADE,
    user_id    bigint      NOT NULL REFERENCES accounts.users ON DELETE CASCADE,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT likes_one_per_person UNIQUE (post_id, user_id)
);
CREATE INDEX likes_by_post ON social.likes (post_id, id);
CREATE INDEX likes_by_user ON social.likes (user_id);
