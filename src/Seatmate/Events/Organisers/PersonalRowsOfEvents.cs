using Seatmate.Accounts.Contracts;

namespace Seatmate.Events.Organisers;

/// <summary>What this module knows about a person.</summary>
public static class PersonalRowsOfEvents
{
    public static readonly PersonalRows[] All =
    [
        new(
            "events/organisers",
            """
            SELECT to_jsonb(t) || jsonb_build_object('role', m.role) FROM events.organiser_members m
            JOIN events.organisers t ON t.id = m.organiser_id WHERE m.user_id = $1 ORDER BY t.id
            """,
            "events.organisers",
            "events.organiser_members"
        ),
        new(
            "events/events",
            "SELECT to_jsonb(t) - 'search_text' - 'search_pairs' FROM events.events t WHERE creator_id = $1 ORDER BY id",
            "events.events"
        ),
        new(
            "events/invitations",
            """
            SELECT to_jsonb(t) - CASE WHEN user_id = $1 THEN '' ELSE 'email' END FROM events.team_invitations t
            WHERE user_id = $1 OR invited_by = $1 ORDER BY id
            """,
            "events.team_invitations"
        ),
        new(
            "events/reviews",
            "SELECT to_jsonb(t) FROM events.reviews t WHERE user_id = $1 ORDER BY id",
            "events.reviews"
        ),
        new(
            "events/venues",
            "SELECT to_jsonb(t) - 'search_text' - 'search_pairs' FROM events.venues t WHERE created_by = $1 ORDER BY id",
            "events.venues"
        ),
    ];
}
