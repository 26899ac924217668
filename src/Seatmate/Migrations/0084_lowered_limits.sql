-- Who has more than a limit that was lowered keeps what they have; what they give back is gone.
ALTER TABLE ticketing.stocks ADD COLUMN lowered_to bigint;
CREATE FUNCTION ticketing.keep_stock_low() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.capacity := greatest(NEW.taken, NEW.lowered_to);
    IF NEW.taken <= NEW.lowered_to THEN
        NEW.lowered_to := NULL;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER stocks_stay_lowered BEFORE UPDATE OF taken ON ticketing.stocks
    FOR EACH ROW WHEN (NEW.lowered_to IS NOT NULL AND NEW.taken < OLD.taken) EXECUTE FUNCTION ticketing.keep_stock_low();

UPDATE ticketing.stocks SET capacity = greatest(taken, event.max_tickets_per_user),
    lowered_to = CASE WHEN taken > event.max_tickets_per_user THEN event.max_tickets_per_user END
FROM events.events AS event
WHERE event.id = stocks.event_id AND kind IN ('person', 'guest') AND capacity <> event.max_tickets_per_user;
