-- A stock that a batch takes from went, with its section, while the batch was written. (Where 0083 ran in its other form, it is there already.)
CREATE OR REPLACE FUNCTION ticketing.expect_stocks(seen bigint, expected bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF seen <> expected THEN
        RAISE EXCEPTION 'a stock went meanwhile' USING ERRCODE = 'serialization_failure', CONSTRAINT = 'stocks_not_overtaken';
    END IF;
END $$;
