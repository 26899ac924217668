using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Validation;
using Seatmate.Events.Contracts;
using Seatmate.Events.Teams;
using Seatmate.Platform;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;

namespace Seatmate.Events.Organisers;

/// <summary>What is missing or null stays.</summary>
[ValidatableType]
public sealed record UpdateOrganiserRequest([property: TextRule(3, 80)] string? Name);

/// <summary>Names an organiser anew, by an owner; its slug stays, so that links go on.</summary>
public static class UpdateOrganiser
{
    public static async Task<Results<Ok<OrganiserDetails>, Problem>> Handle(
        long id,
        UpdateOrganiserRequest request,
        Caller caller,
        SeatmateDb db,
        CancellationToken cancel
    )
    {
        if (await db.InTransaction(() => Rename(db, id, request.Name, caller, cancel), cancel) is { } refusal)
            return refusal;
        return await ShowOrganiser.Find(db, id, caller, cancel) is { } organiser
            ? TypedResults.Ok(organiser)
            : Problem.NotFound("Organiser", id);
    }

    private static async Task<Problem?> Rename(
        SeatmateDb db,
        long id,
        string? asked,
        Caller caller,
        CancellationToken cancel
    )
    {
        await db.LockTeam(id, cancel);
        if (await db.RefuseUnless(id, caller, TeamPermission.ManageTeam, cancel) is { } refusal)
            return refusal;
        if (asked.OrNull() is not { } name)
            return null;
        var organiser = await db.Organisers.SingleAsync(organiser => organiser.Id == id, cancel);
        if (organiser.Name == name)
            return null;
        // One's own bears the name of a person, which has no place in what is kept for good.
        var changes = organiser.Own ? null : new { name = new { from = organiser.Name, to = name } };
        organiser.Name = name;
        db.Note(caller.UserId, "events.organiser_updated", $"organiser:{id}", new { changes }, id);
        return null;
    }
}
