using Microsoft.EntityFrameworkCore;
using Seatmate.Notifications.Mails;
using Seatmate.Platform.Database;

namespace Seatmate.Notifications.Choices;

/// <summary>Who wants to be told what, and where: what people said, and else what is usual. Guests get essential mails
/// and nothing else: they have nowhere to switch anything off.</summary>
public sealed class WantedChannels(IReadOnlyDictionary<(long UserId, string Kind, string Channel), bool> said)
{
    public bool Has(NewMail mail, string channel) =>
        !Channels.MayBeSwitched(mail.Kind, channel)
            ? channel == Channels.Mail
            : mail.To.UserId is { } person
                && said.GetValueOrDefault(
                    (person, mail.Kind.Name, channel),
                    Channels.IsUsual(mail.Kind, channel)
                );
}

public static class ChoicesOfPeople
{
    /// <summary>What the people of these mails want, in one query.</summary>
    public static async Task<WantedChannels> Wanted(
        this SeatmateDb db,
        IReadOnlyCollection<NewMail> mails,
        CancellationToken cancel
    )
    {
        var asked = mails.Where(mail => mail.To.UserId is not null && Channels.Kinds.Contains(mail.Kind));
        var people = asked.Select(mail => mail.To.UserId!.Value).Distinct().ToArray();
        if (people.Length == 0)
            return new(new Dictionary<(long, string, string), bool>());
        var kinds = asked.Select(mail => mail.Kind.Name).Distinct().ToArray();
        var said = await db
            .Choices.AsNoTracking()
            .Where(choice => people.Contains(choice.UserId) && kinds.Contains(choice.Kind))
            .ToDictionaryAsync(
                choice => (choice.UserId, choice.Kind, choice.Channel),
                choice => choice.Wanted,
                cancel
            );
        return new(said);
    }

    /// <summary>Keeps what a person says; the last word counts, whichever of two at once that is.</summary>
    public static Task Choose(
        this SeatmateDb db,
        long userId,
        string kind,
        string channel,
        bool wanted,
        CancellationToken cancel
    ) =>
        db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO notifications.choices (user_id, kind, channel, wanted)
            VALUES ({userId}, {kind}, {channel}, {wanted})
            ON CONFLICT ON CONSTRAINT choices_once DO UPDATE SET wanted = excluded.wanted, changed_at = now()
            """,
            cancel
        );
}
