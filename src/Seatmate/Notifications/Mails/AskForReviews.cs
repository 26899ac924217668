using Microsoft.EntityFrameworkCore;
using Seatmate.Accounts.Contracts;
using Seatmate.Events.Contracts;
using Seatmate.Platform.Database;
using Seatmate.Platform.Jobs;
using Seatmate.Platform.Time;

namespace Seatmate.Notifications.Mails;

/// <summary>Asks who was there how it was, on the morning after by their own clock, unless they have said so already.
/// Each event once in every zone (review_asks_once), with the mails in one transaction, so that a job that dies goes on
/// where it was. What takes longer than a week is not asked about.</summary>
public sealed class AskForReviews(
    SeatmateDb db,
    EventMails mails,
    IEventTerms events,
    IReviews reviews,
    IPeople people,
    TimeProvider clock
) : IJob
{
    private const int Morning = 9;
    private static readonly TimeSpan LongestEvent = TimeSpan.FromDays(7);
    private static readonly TimeSpan UsualEvent = TimeSpan.FromHours(3);
    private static readonly TimeSpan TooLate = TimeSpan.FromHours(48);

    public TimeSpan Every => TimeSpan.FromMinutes(15);

    public async Task Run(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var begun = await events.Starting(now - LongestEvent - TooLate, now, cancel);
        var over = begun.Where(terms => End(terms) <= now && End(terms) > now - TooLate).ToList();
        if (over.Count == 0)
            return;
        var zones = await people.Zones(cancel);
        foreach (var terms in over)
        {
            var due = zones.Where(zone => IsMorningAfter(now, End(terms), zone)).ToArray();
            if (due.Length > 0)
                await db.InTransaction(() => Ask(terms, due, cancel), cancel);
        }
    }

    private async Task<bool> Ask(EventTerms terms, string[] due, CancellationToken cancel)
    {
        var first = await db
            .Database.SqlQuery<string>(
                $"""
                INSERT INTO notifications.review_asks (event_id, time_zone)
                SELECT {terms.EventId}, zone FROM unnest({due}) AS zone ORDER BY zone
                ON CONFLICT ON CONSTRAINT review_asks_once DO NOTHING
                RETURNING time_zone AS "Value"
                """
            )
            .ToListAsync(cancel);
        if (first.Count > 0)
            await mails.WriteTo(
                MailKinds.Rate,
                terms,
                "rate",
                some => Whom(terms, some, first, cancel),
                cancel
            );
        return true;
    }

    private async Task<IReadOnlyCollection<Recipient>> Whom(
        EventTerms terms,
        IReadOnlyCollection<Recipient> buyers,
        IReadOnlyCollection<string> zones,
        CancellationToken cancel
    )
    {
        var here = buyers.Where(buyer => buyer.UserId is not null && zones.Contains(buyer.TimeZone)).ToList();
        var silent = await reviews.StillToWrite(
            terms.EventId,
            [.. here.Select(buyer => buyer.UserId!.Value)],
            cancel
        );
        return [.. here.Where(buyer => silent.Contains(buyer.UserId!.Value))];
    }

    private static DateTimeOffset End(EventTerms terms) => terms.EndsAt ?? terms.StartsAt + UsualEvent;

    /// <summary>What ends after midnight is slept over first: its morning is that of the same day.</summary>
    private static bool IsMorningAfter(DateTimeOffset now, DateTimeOffset end, string zone)
    {
        var ended = WallTime.Of(end, zone).Local;
        var day = ended.Hour < Morning - 3 ? ended.Date : ended.Date.AddDays(1);
        return WallTime.At(day.AddHours(Morning), zone).Instant <= now;
    }
}
