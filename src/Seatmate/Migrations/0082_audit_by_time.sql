-- Who reads the audit looks for a span of time, a person or a thing. Time is a tree, to which rows are only ever added at its end. People and
-- things stay in blocks, behind the writers; these are smaller now, with room for as many different ones as a block has rows: before, half of
-- all blocks had to be looked through for each.
CREATE INDEX audit_by_time ON platform.audit (at, id);
DROP INDEX platform.audit_by_blocks;
CREATE INDEX audit_by_blocks ON platform.audit
    USING brin (at timestamptz_minmax_ops, actor_id int8_bloom_ops (n_distinct_per_range = -0.3),
        subject text_bloom_ops (n_distinct_per_range = -0.3))
    WITH (pages_per_range = 16, autosummarize = on);
