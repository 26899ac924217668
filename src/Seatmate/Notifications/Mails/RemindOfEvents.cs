using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Seatmate.Events.Contracts;
using Seatmate.Platform.Database;
using Seatmate.Platform.Jobs;

namespace Seatmate.Notifications.Mails;

/// <summary>Reminds who has tickets: a day before the event, and, who wants it, some hours before. Each event and start
/// once (reminders_once), with the mails in one transaction, so that a job that dies goes on where it was; an event
/// that is moved is reminded of anew.</summary>
public sealed class RemindOfEvents(SeatmateDb db, EventMails mails, IEventTerms events, TimeProvider clock)
    : IJob
{
    private static readonly TimeSpan DayBefore = TimeSpan.FromHours(24);
    private static readonly TimeSpan SameEvening = TimeSpan.FromHours(4);
    private static readonly TimeSpan TooLate = TimeSpan.FromMinutes(30);

    public TimeSpan Every => TimeSpan.FromMinutes(5);

    public async Task Run(CancellationToken cancel)
    {
        await Remind(MailKinds.Tomorrow, SameEvening, DayBefore, cancel);
        await Remind(MailKinds.Tonight, TooLate, SameEvening, cancel);
    }

    private async Task Remind(MailKind kind, TimeSpan least, TimeSpan most, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        foreach (var terms in await events.Starting(now + least, now + most, cancel))
            await db.InTransaction(
                async () =>
                {
                    if (await IsFirst(kind, terms, cancel))
                        await mails.WriteToAll(kind, terms, Cause(terms), cancel);
                    return true;
                },
                cancel
            );
    }

    private async Task<bool> IsFirst(MailKind kind, EventTerms terms, CancellationToken cancel) =>
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO notifications.reminders (event_id, kind, starts_at)
            VALUES ({terms.EventId}, {kind.Name}, {terms.StartsAt})
            ON CONFLICT ON CONSTRAINT reminders_once DO NOTHING
            """,
            cancel
        ) == 1;

    private static string Cause(EventTerms terms) =>
        terms.StartsAt.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
}
