-- A passkey is a way in as well, and the last one stays.
CREATE OR REPLACE FUNCTION accounts.ways_in(person bigint) RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT (SELECT count(*) FROM accounts.users WHERE id = person AND password_hash IS NOT NULL)
        + (SELECT count(*) FROM accounts.links WHERE user_id = person)
        + (SELECT count(*) FROM accounts.passkeys WHERE user_id = person)
$$;
CREATE TRIGGER passkeys_leave_a_way_in AFTER DELETE ON accounts.passkeys
    FOR EACH ROW EXECUTE FUNCTION accounts.keep_a_way_in();
