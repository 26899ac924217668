using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Seatmate.Platform;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;

namespace Seatmate.Notifications.Choices;

public sealed record ChangeChoicesRequest(
    [property: Required, MaxLength(100)] IReadOnlyList<ChoiceRequest> Choices
);

public sealed record ChoiceRequest(
    [property: Required] string Kind,
    [property: Required] string Channel,
    [property: Required] bool? Wanted
);

/// <summary>Switches kinds on or off for the caller, each in its channel; those that are not named stay. All or none: a
/// kind that there is not, or that cannot be switched off there, refuses the whole.</summary>
public static class ChangeChoices
{
    public static async Task<Results<Ok<ChoiceDetails[]>, Problem>> Handle(
        ChangeChoicesRequest request,
        Caller caller,
        SeatmateDb db,
        CancellationToken cancel
    )
    {
        if (request.Choices.Any(choice => choice is null))
            return Problem.Invalid("choices", "A choice is missing.");
        foreach (var choice in request.Choices)
        {
            if (!Channels.All.Contains(choice.Channel))
                return Problem.Invalid("channel", $"Must be one of {string.Join(", ", Channels.All)}.");
            var kind = Channels.Kinds.FirstOrDefault(kind => kind.Name == choice.Kind);
            if (kind is null || !Channels.MayBeSwitched(kind, choice.Channel))
                return Problem.Invalid("kind", "There is no such kind, or it cannot be switched off there.");
        }
        await db.InTransaction(() => Change(request, caller, db, cancel), cancel);
        return TypedResults.Ok(await ShowChoices.Of(caller.UserId, db, cancel));
    }

    private static async Task<bool> Change(
        ChangeChoicesRequest request,
        Caller caller,
        SeatmateDb db,
        CancellationToken cancel
    )
    {
        var inOneOrder = request
            .Choices.OrderBy(choice => choice.Kind, StringComparer.Ordinal)
            .ThenBy(choice => choice.Channel, StringComparer.Ordinal);
        foreach (var choice in inOneOrder)
            await db.Choose(caller.UserId, choice.Kind, choice.Channel, choice.Wanted == true, cancel);
        var changed = request.Choices.Select(choice => new
        {
            choice.Kind,
            choice.Channel,
            choice.Wanted,
        });
        db.Note(caller.UserId, "notifications.choices_changed", $"user:{caller.UserId}", new { changed });
        return true;
    }
}
