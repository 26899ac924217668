-- Whoever makes their first booking while the limit is changed gets it as it is afterwards: the change waits for first bookings that are being
-- written, and those that come later wait for the change. (An advisory lock is taken in the order of arrival, so a rush does not starve the change.)
CREATE FUNCTION ticketing.limit_newcomer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(hashtextextended('ticketing.newcomers', NEW.event_id));
    SELECT max_tickets_per_user INTO STRICT NEW.capacity FROM events.events WHERE id = NEW.event_id;
    RETURN NEW;
END $$;
CREATE TRIGGER stocks_begin_at_the_limit BEFORE INSERT ON ticketing.stocks
    FOR EACH ROW WHEN (NEW.kind IN ('person', 'guest')) EXECUTE FUNCTION ticketing.limit_newcomer();
