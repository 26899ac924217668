using Seatmate.Platform;

namespace Seatmate.Events;

/// <summary>What `seatmate doctor` proves of events.</summary>
public static class EventsInvariants
{
    public static readonly Invariant[] All =
    [
        new(
            "an event's stars are the sum of its reviews",
            """
            SELECT format('event %s says %s stars in %s reviews, there are %s in %s', listed.id, listed.stars_sum,
                listed.review_count, coalesce(said.stars, 0), coalesce(said.reviews, 0))
            FROM events.events AS listed
            LEFT JOIN (SELECT event_id, sum(stars) AS stars, count(*) AS reviews FROM events.reviews GROUP BY event_id) AS said
                ON said.event_id = listed.id
            WHERE (listed.stars_sum, listed.review_count) <> (coalesce(said.stars, 0), coalesce(said.reviews, 0))
            """
        ),
    ];
}
