using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Seatmate.Notifications.Mails;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;

namespace Seatmate.Notifications.Choices;

/// <summary>A kind of mail that may be switched off, in a channel, and whether the person gets it.</summary>
public sealed record ChoiceDetails(string Kind, string Channel, bool Wanted);

/// <summary>What the caller is told, and what not: every kind that may be switched off.</summary>
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
            .Where(choice => choice.UserId == userId && choice.Channel == Choice.Mail)
            .ToDictionaryAsync(choice => choice.Kind, choice => choice.Wanted, cancel);
        return
        [
            .. MailKinds.Optional.Select(kind => new ChoiceDetails(
                kind.Name,
                Choice.Mail,
                said.GetValueOrDefault(kind.Name, kind.IsUsual)
            )),
        ];
    }
}
