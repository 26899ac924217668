using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Seatmate.Notifications.Mails;
using Seatmate.Platform;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;

namespace Seatmate.Notifications.Choices;

/// <summary>Switches a kind of mail off for whom the link was made: for mail programs with one click (RFC 8058) and for
/// the page behind the link. The signature is the proof; twice is once. Looking at the link switches nothing
/// off.</summary>
public static class Unsubscribe
{
    public static async Task<Results<Ok<ChoiceDetails>, Problem>> Handle(
        string token,
        SeatmateDb db,
        UnsubscribeTokens tokens,
        CancellationToken cancel
    )
    {
        if (await ShowSubscription.Find(token, db, tokens, cancel) is not var (userId, kind))
            return ShowSubscription.Forged();
        await db.InTransaction(
            async () =>
            {
                await db.Choose(userId, kind.Name, Channels.Mail, wanted: false, cancel);
                db.Note(userId, "notifications.unsubscribed", $"user:{userId}", new { kind = kind.Name });
                return true;
            },
            cancel
        );
        return TypedResults.Ok(new ChoiceDetails(kind.Name, Channels.Mail, Wanted: false, Fixed: false));
    }
}

/// <summary>What a link in a mail would switch off, and whether it is on.</summary>
public static class ShowSubscription
{
    public static async Task<Results<Ok<ChoiceDetails>, Problem>> Handle(
        string token,
        SeatmateDb db,
        UnsubscribeTokens tokens,
        CancellationToken cancel
    )
    {
        if (await Find(token, db, tokens, cancel) is not var (userId, kind))
            return Forged();
        var choices = await ShowChoices.Of(userId, db, cancel);
        return TypedResults.Ok(
            choices.Single(choice => choice.Kind == kind.Name && choice.Channel == Channels.Mail)
        );
    }

    internal static async Task<(long UserId, MailKind Kind)?> Find(
        string token,
        SeatmateDb db,
        UnsubscribeTokens tokens,
        CancellationToken cancel
    ) =>
        tokens.Read(token) is var (userId, name)
        && MailKinds.Optional.FirstOrDefault(kind => kind.Name == name) is { } kind
        && await db
            .Database.SqlQuery<bool>(
                $"""SELECT EXISTS (SELECT FROM accounts.users WHERE id = {userId}) AS "Value" """
            )
            .SingleAsync(cancel)
            ? (userId, kind)
            : null;

    internal static Problem Forged() => Problem.NotFound("This link is not one of ours");
}
