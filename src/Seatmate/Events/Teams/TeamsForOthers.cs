using Microsoft.EntityFrameworkCore;
using Seatmate.Events.Contracts;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;

namespace Seatmate.Events.Teams;

/// <summary>Answers what other modules ask about teams.</summary>
public sealed class TeamsForOthers(SeatmateDb db) : ITeams
{
    public Task<Problem?> Refusal(
        long organiserId,
        Caller caller,
        TeamPermission permission,
        CancellationToken cancel
    ) => db.RefuseUnless(organiserId, caller, permission, cancel);

    public async Task<IReadOnlyList<LedEvent>> Led(
        long[] userIds,
        DateTimeOffset after,
        int mostEach,
        CancellationToken cancel
    )
    {
        var leaders = await db
            .OrganiserMembers.Where(member => userIds.Contains(member.UserId))
            .Select(member => new { member.UserId, member.Role })
            .ToListAsync(cancel);
        var asked = leaders
            .Where(member => member.Role.Allows(TeamPermission.EditEvents))
            .Select(member => member.UserId)
            .Distinct()
            .ToArray();
        var roles = TeamPermissions
            .RolesWith(TeamPermission.EditEvents)
            .Select(role => SnakeCaseEnumConverter<TeamRole>.Word(role))
            .ToArray();
        return asked.Length == 0
            ? []
            : await db
                .Database.SqlQuery<LedEvent>(
                    $"""
                    SELECT person.id AS "UserId", led.id AS "EventId", led.title AS "Title",
                        led.local_start AS "LocalStart", led.currency AS "Currency"
                    FROM unnest({asked}) AS person (id) CROSS JOIN LATERAL (
                        SELECT e.* FROM events.organiser_members m JOIN events.events e ON e.organiser_id = m.organiser_id
                        WHERE m.user_id = person.id AND m.role = ANY ({roles}) AND e.starts_at > {after}
                            AND e.deleted_at IS NULL AND e.status = 'published'
                        ORDER BY e.starts_at, e.id LIMIT {mostEach}
                    ) AS led
                    ORDER BY led.starts_at, led.id
                    """
                )
                .ToListAsync(cancel);
    }
}
