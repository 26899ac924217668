using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;

namespace Seatmate.Notifications.Choices;

/// <summary>A kind in a channel, and whether the person is told it there. What is fixed cannot be switched.</summary>
public sealed record ChoiceDetails(string Kind, string Channel, bool Wanted, bool Fixed);

/// <summary>What the caller is told where, and where not: every kind but codes and keys, in every channel that it
/// has.</summary>
public static class ShowChoices
{
    public static async Task<Ok<ChoiceDetails[]>> Handle(
        Caller caller,
        SeatmateDb db,
        CancellationToken cancel
    ) => TypedResults.Ok(await Of(caller.UserId, db, cancel));

    internal static async Task<ChoiceDetails[]> Of(long userId, SeatmateDb db, CancellationToken cancel)
    {
        var said = await db
            .Choices.AsNoTracking()
            .Where(choice => choice.UserId == userId)
            .ToDictionaryAsync(choice => (choice.Kind, choice.Channel), choice => choice.Wanted, cancel);
        return
        [
            .. from kind in Channels.Kinds
            from channel in Channels.Of(kind)
            let isFixed = !Channels.MayBeSwitched(kind, channel)
            let wanted = said.GetValueOrDefault((kind.Name, channel), Channels.IsUsual(kind, channel))
            select new ChoiceDetails(kind.Name, channel, isFixed || wanted, isFixed),
        ];
    }
}
