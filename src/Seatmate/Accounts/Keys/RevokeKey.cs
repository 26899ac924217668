using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Seatmate.Events.Contracts;
using Seatmate.Platform;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;

namespace Seatmate.Accounts.Keys;

/// <summary>Ends a key, on every process at once: its row goes, which all of them hear. Who made it may, and owners of
/// the organiser that it is for.</summary>
public static class RevokeKey
{
    public static async Task<Results<Ok<Done>, Problem>> Handle(
        long id,
        Caller caller,
        SeatmateDb db,
        LivingKeys living,
        ITeams teams,
        CancellationToken cancel
    )
    {
        var key = await db.ApiKeys.AsNoTracking().SingleOrDefaultAsync(key => key.Id == id, cancel);
        if (key is null || !await MayEnd(key, caller, teams, cancel))
            return Problem.NotFound("Key", id);
        var isGone = await db.InTransaction(
            async () =>
            {
                if (await db.ApiKeys.Where(k => k.Id == id).ExecuteDeleteAsync(cancel) == 0)
                    return false;
                db.Note(caller.UserId, "accounts.key_revoked", $"key:{id}", null, key.OrganiserId);
                return true;
            },
            cancel
        );
        living.Heard(key.Prefix);
        return isGone
            ? TypedResults.Ok(new Done($"Key '{key.Name}' is revoked"))
            : Problem.NotFound("Key", id);
    }

    private static async Task<bool> MayEnd(
        ApiKey key,
        Caller caller,
        ITeams teams,
        CancellationToken cancel
    ) =>
        key.UserId == caller.UserId
        || key.OrganiserId is { } organiser
            && await teams.Refusal(organiser, caller, TeamPermission.ManageKeys, cancel) is null;
}
