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
}
