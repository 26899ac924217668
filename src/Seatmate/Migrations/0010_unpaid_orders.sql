-- Whether places of a sold-out section may return is asked often: only orders with a deadline are in it.
CREATE INDEX orders_unpaid_by_event ON ticketing.orders (event_id) WHERE expires_at IS NOT NULL;
