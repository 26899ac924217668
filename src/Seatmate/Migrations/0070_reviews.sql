-- What people who were there say of an event, once each; the event carries the sum, so that its mean is read with it.
CREATE TABLE events.reviews (
    id         bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    event_id   bigint      NOT NULL REFERENCES events.events,
    user_id    bigint      NOT NULL REFERENCES accounts.users ON DELETE CASCADE,
    stars      integer     NOT NULL,
    text       text,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT reviews_once UNIQUE (user_id, event_id),
    CONSTRAINT reviews_stars_known CHECK (stars BETWEEN 0 AND 5),
    CONSTRAINT reviews_text_length CHECK (char_length(text) BETWEEN 1 AND 1000)
);
CREATE INDEX reviews_by_event ON events.reviews (event_id, id DESC);
CREATE INDEX reviews_by_user ON events.reviews (user_id, created_at);

-- The rank is a mean in thousandths that five unseen reviews of three stars pull to the middle: one enthusiast does not make the best event.
ALTER TABLE events.events
    ADD COLUMN stars_sum    bigint NOT NULL DEFAULT 0,
    ADD COLUMN review_count bigint NOT NULL DEFAULT 0,
    ADD CONSTRAINT events_stars_within_reviews CHECK (review_count >= 0 AND stars_sum BETWEEN 0 AND 5 * review_count),
    ADD COLUMN stars_rank   bigint NOT NULL GENERATED ALWAYS AS
        (CASE WHEN review_count = 0 THEN 0 ELSE (stars_sum + 15) * 1000 / (review_count + 5) END) STORED;
CREATE INDEX events_public_by_stars ON events.events (stars_rank DESC, id DESC) WHERE deleted_at IS NULL AND status = 'published';

CREATE FUNCTION events.count_review() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE events.events
    SET stars_sum = stars_sum + coalesce(NEW.stars, 0) - coalesce(OLD.stars, 0),
        review_count = review_count + (TG_OP = 'INSERT')::int - (TG_OP = 'DELETE')::int
    WHERE id = coalesce(NEW.event_id, OLD.event_id);
    RETURN NULL;
END $$;
CREATE TRIGGER reviews_are_counted AFTER INSERT OR DELETE OR UPDATE OF stars ON events.reviews
    FOR EACH ROW EXECUTE FUNCTION events.count_review();
