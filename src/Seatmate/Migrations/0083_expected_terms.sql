-- A batch that was decided on what the one before it left behind is written only while the event and its sections are as they were then.
CREATE FUNCTION ticketing.expect_terms(same boolean) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF same IS NOT TRUE THEN
        RAISE EXCEPTION 'the event was changed meanwhile' USING ERRCODE = 'serialization_failure', CONSTRAINT = 'terms_not_overtaken';
    END IF;
END $$;
