-- A batch that was decided on what the one before it left behind is written only while the event and its sections are as they were then.
CREATE FUNCTION ticketing.expect_terms(same boolean) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF same IS NOT TRUE THEN
        RAISE EXCEPTION 'the event was changed meanwhile' USING ERRCODE = 'serialization_failure', CONSTRAINT = 'terms_not_overtaken';
    END IF;
END $$;

-- A stock that a batch takes from went, with its section, while the batch was written.
CREATE FUNCTION ticketing.expect_stocks(seen bigint, expected bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF seen <> expected THEN
        RAISE EXCEPTION 'a stock went meanwhile' USING ERRCODE = 'serialization_failure', CONSTRAINT = 'stocks_not_overtaken';
    END IF;
END $$;
