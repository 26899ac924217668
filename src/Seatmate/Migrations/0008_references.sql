-- What refers to a row is found by an index when the row goes.
CREATE INDEX venues_by_creator ON events.venues (created_by);
CREATE INDEX postings_by_payment ON payments.postings (payment_id);
