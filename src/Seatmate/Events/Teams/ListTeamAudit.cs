using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Seatmate.Accounts.Contracts;
using Seatmate.Events.Contracts;
using Seatmate.Events.Organisers;
using Seatmate.Platform;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;

namespace Seatmate.Events.Teams;

/// <summary>What was done to an organiser, its team, its events and their vouchers and bookings, the newest first, for
/// its owners. From where, with which key and on which clock is told of the team's own people, who are in it or were;
/// of others only who, and of who declined an invitation not even that.</summary>
public static class ListTeamAudit
{
    public static async Task<Results<Page<AuditEntry>, Problem>> Handle(
        long id,
        PageRequest page,
        Caller caller,
        SeatmateDb db,
        IPeople people,
        CancellationToken cancel
    )
    {
        if (await db.RefuseUnless(id, caller, TeamPermission.SeeAudit, cancel) is { } refusal)
            return refusal;
        var after = page.AfterId ?? long.MaxValue;
        var rows = await db
            .Audit.AsNoTracking()
            .Where(row => row.OrganiserId == id && row.Id < after)
            .OrderByDescending(row => row.Id)
            .Take(page.Limit + 1)
            .ToListAsync(cancel);
        var team = await TeamAmong([.. rows.Select(row => row.ActorId).OfType<long>()], db, id, cancel);
        var entries = await rows.Show(people, cancel);
        return new Page<AuditEntry>(
            [.. entries.Select(entry => Shown(entry, team))],
            page,
            entry => [entry.Id]
        );
    }

    private static AuditEntry Shown(AuditEntry entry, HashSet<long> team)
    {
        if (entry.ActorId is { } actor && team.Contains(actor))
            return entry;
        var isHidden = entry.Action == DeclineInvitation.Declined;
        return entry with
        {
            ActorId = isHidden ? null : entry.ActorId,
            Actor = isHidden ? null : entry.Actor,
            Address = null,
            KeyId = null,
            Zone = AuditEntries.NoZone,
        };
    }

    /// <summary>Which of these are in the team, founded it, or, as the audit remembers, once joined it.</summary>
    private static async Task<HashSet<long>> TeamAmong(
        long[] actors,
        SeatmateDb db,
        long organiserId,
        CancellationToken cancel
    ) =>
        [
            .. await db
                .OrganiserMembers.Where(member => member.OrganiserId == organiserId)
                .Where(member => actors.Contains(member.UserId))
                .Select(member => member.UserId)
                .Concat(
                    db.Audit.Where(row => row.OrganiserId == organiserId && actors.Contains(row.ActorId ?? 0))
                        .Where(row =>
                            row.Action == AcceptInvitation.Joined || row.Action == CreateOrganiser.Made
                        )
                        .Select(row => row.ActorId ?? 0)
                )
                .ToListAsync(cancel),
        ];
}
