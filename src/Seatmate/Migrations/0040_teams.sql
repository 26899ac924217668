-- Teams with four roles, invitations to them, and organisers beside one's own.
ALTER TABLE events.organiser_members DROP CONSTRAINT organiser_members_role_known;
ALTER TABLE events.organiser_members ADD CONSTRAINT organiser_members_role_known
    CHECK (role IN ('owner', 'manager', 'box_office', 'door'));

-- A person's own organiser comes with their first event; those they found beside it are not bound to one.
ALTER TABLE events.organisers
    DROP CONSTRAINT organisers_one_of_ones_own,
    ADD COLUMN own boolean NOT NULL DEFAULT true,
    ADD CONSTRAINT organisers_name_length CHECK (char_length(name) BETWEEN 1 AND 100);
CREATE UNIQUE INDEX organisers_one_of_ones_own ON events.organisers (created_by) WHERE own;
CREATE INDEX organisers_by_creator ON events.organisers (created_by);

-- Whoever goes first holds the organiser's row until the end, so that of two owners who remove each other one stays. Who leaves with their
-- account may be the last of a team, but not leave others without an owner.
CREATE FUNCTION events.keep_an_owner() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM events.organisers WHERE id = OLD.organiser_id FOR NO KEY UPDATE;
    IF NOT FOUND OR EXISTS (
        SELECT FROM events.organiser_members WHERE organiser_id = OLD.organiser_id AND role = 'owner') THEN
        RETURN NULL;
    END IF;
    IF EXISTS (SELECT FROM events.organiser_members WHERE organiser_id = OLD.organiser_id)
        OR EXISTS (SELECT FROM accounts.users WHERE id = OLD.user_id) THEN
        RAISE EXCEPTION 'organiser % would have no owner', OLD.organiser_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_NAME;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER organisers_keep_an_owner AFTER DELETE OR UPDATE OF role ON events.organiser_members
    FOR EACH ROW WHEN (OLD.role = 'owner') EXECUTE FUNCTION events.keep_an_owner();

CREATE TABLE events.team_invitations (
    id           bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    organiser_id bigint      NOT NULL REFERENCES events.organisers ON DELETE CASCADE,
    role         text        NOT NULL,
    user_id      bigint      REFERENCES accounts.users ON DELETE CASCADE,
    email        text,
    invited_by   bigint      REFERENCES accounts.users ON DELETE SET NULL,
    created_at   timestamptz NOT NULL DEFAULT now(),
    expires_at   timestamptz NOT NULL,
    CONSTRAINT team_invitations_role_known CHECK (role IN ('owner', 'manager', 'box_office', 'door')),
    CONSTRAINT team_invitations_to_somebody CHECK ((user_id IS NULL) <> (email IS NULL)),
    CONSTRAINT team_invitations_once_per_user UNIQUE (organiser_id, user_id)
);
CREATE UNIQUE INDEX team_invitations_once_per_address ON events.team_invitations (organiser_id, lower(email));
CREATE INDEX team_invitations_by_user ON events.team_invitations (user_id);
CREATE INDEX team_invitations_by_inviter ON events.team_invitations (invited_by);
CREATE INDEX team_invitations_by_expiry ON events.team_invitations (expires_at);
