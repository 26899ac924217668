using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Seatmate.Accounts.Contracts;
using Seatmate.Events.Contracts;
using Seatmate.Platform;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;

namespace Seatmate.Events.Organisers;

public sealed record CreateOrganiserRequest([property: Required, TextRule(3, 80)] string Name);

/// <summary>Founds an organiser beside one's own; who founds it is its owner, in the same transaction, so that there is
/// none without a team. The person's lock counts those they have founded.</summary>
public static class CreateOrganiser
{
    internal const string Made = "events.organiser_made";
    private const int FoundedMax = 20;

    public static async Task<Results<Created<OrganiserDetails>, Problem>> Handle(
        CreateOrganiserRequest request,
        Caller caller,
        SeatmateDb db,
        CancellationToken cancel
    )
    {
        var found = await db.WithSlug(
            EventsTables.OrganiserSlugTakenOnce,
            attempt => Found(db, request.Name.Trim(), caller.UserId, attempt, cancel),
            cancel
        );
        if (found is not { } id)
            return Problem.Conflict(
                "too-many-organisers",
                $"A person founds at most {FoundedMax} organisers"
            );
        var details = await ShowOrganiser.Find(db, id, caller, cancel);
        return TypedResults.Created($"/organisers/{id}", details);
    }

    /// <summary>Null when they have founded so many already.</summary>
    private static async Task<long?> Found(
        SeatmateDb db,
        string name,
        long founder,
        int attempt,
        CancellationToken cancel
    )
    {
        await db.LockPerson(founder, cancel);
        if (await db.Organisers.CountAsync(other => other.CreatedBy == founder, cancel) >= FoundedMax)
            return null;
        var organiser = new Organiser
        {
            Name = name,
            Slug = Slug.From(name, "organiser", attempt),
            CreatedBy = founder,
            Own = false,
            Members =
            {
                new() { UserId = founder, Role = TeamRole.Owner },
            },
        };
        db.Organisers.Add(organiser);
        await db.SaveChangesAsync(cancel);
        db.Note(founder, Made, $"organiser:{organiser.Id}", null, organiser.Id);
        return organiser.Id;
    }
}
