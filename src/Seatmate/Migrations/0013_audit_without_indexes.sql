-- Nobody looks rows of the audit up by subject or actor yet; each index cost a booking more than the row itself. Whoever reads it brings
-- the index that the reading needs.
DROP INDEX platform.audit_by_subject, platform.audit_by_actor;
