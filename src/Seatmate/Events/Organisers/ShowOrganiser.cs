using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Seatmate.Events.Contracts;
using Seatmate.Events.Teams;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;

namespace Seatmate.Events.Organisers;

/// <summary>One organiser, for its team.</summary>
public static class ShowOrganiser
{
    public static async Task<Results<Ok<OrganiserDetails>, Problem>> Handle(
        long id,
        Caller caller,
        SeatmateDb db,
        CancellationToken cancel
    ) =>
        await Find(db, id, caller, cancel) is { } organiser
            ? TypedResults.Ok(organiser)
            : Problem.NotFound("Organiser", id);

    internal static Task<OrganiserDetails?> Find(
        SeatmateDb db,
        long id,
        Caller caller,
        CancellationToken cancel
    ) =>
        db
            .Organisers.AsNoTracking()
            .ManagedBy(caller, TeamPermission.SeeTeam)
            .Where(organiser => organiser.Id == id)
            .For(caller.UserId)
            .SingleOrDefaultAsync(cancel);
}
