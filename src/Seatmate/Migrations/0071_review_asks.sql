-- That the people of an event who live by this clock were asked for a review.
CREATE TABLE notifications.review_asks (
    event_id  bigint      NOT NULL REFERENCES events.events,
    time_zone text        NOT NULL,
    asked_at  timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT review_asks_once PRIMARY KEY (event_id, time_zone)
);

-- Jobs go through people zone by zone.
CREATE INDEX users_by_zone ON accounts.users (time_zone, id);
