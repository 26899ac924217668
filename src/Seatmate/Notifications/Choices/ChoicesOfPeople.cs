using Microsoft.EntityFrameworkCore;
using Seatmate.Notifications.Mails;
using Seatmate.Platform.Database;

namespace Seatmate.Notifications.Choices;

/// <summary>Who wants which kind of mail.</summary>
public static class ChoicesOfPeople
{
    /// <summary>Those mails that their people want, in one query; essential ones are not asked about. Of the others,
    /// guests get none: they have nowhere to switch them off.</summary>
    public static async Task<IReadOnlyList<NewMail>> OnlyWanted(
        this SeatmateDb db,
        IReadOnlyCollection<NewMail> mails,
        CancellationToken cancel
    )
    {
        var optional = mails.Where(mail => mail.Kind.IsOptional).ToArray();
        if (optional.Length == 0)
            return [.. mails];
        var people = optional.Select(mail => mail.To.UserId).OfType<long>().Distinct().ToArray();
        var kinds = optional.Select(mail => mail.Kind.Name).Distinct().ToArray();
        var said = await db
            .Choices.AsNoTracking()
            .Where(choice =>
                people.Contains(choice.UserId) && kinds.Contains(choice.Kind) && choice.Channel == Choice.Mail
            )
            .ToDictionaryAsync(choice => (choice.UserId, choice.Kind), choice => choice.Wanted, cancel);
        return
        [
            .. mails.Where(mail =>
                !mail.Kind.IsOptional
                || mail.To.UserId is { } person
                    && said.GetValueOrDefault((person, mail.Kind.Name), mail.Kind.IsUsual)
            ),
        ];
    }

    /// <summary>Keeps what a person says; the last word counts, whichever of two at once that is.</summary>
    public static Task Choose(
        this SeatmateDb db,
        long userId,
        string kind,
        bool wanted,
        CancellationToken cancel
    ) =>
        db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO notifications.choices (user_id, kind, channel, wanted)
            VALUES ({userId}, {kind}, {Choice.Mail}, {wanted})
            ON CONFLICT ON CONSTRAINT choices_once DO UPDATE SET wanted = excluded.wanted, changed_at = now()
            """,
            cancel
        );
}
