-- What was said of whom is looked for when they leave. Most facts are about no one person, and are not in it.
CREATE INDEX facts_by_user ON platform.facts ((body -> 'user_id')) WHERE body -> 'user_id' IS NOT NULL;
