using System.Globalization;
using Seatmate.Events.Contracts;
using Seatmate.Platform.Http;
using Seatmate.Platform.Outbox;

namespace Seatmate.Notifications.Mails;

/// <summary>Tells who has tickets that the event takes place at another time, or elsewhere, or is called otherwise.
/// What is said is how it is now; of several changes in a row each is told.</summary>
public sealed class SendNewsOnEventChanged(EventMails mails, IEventTerms events, TimeProvider clock)
    : IReaction<EventChanged>
{
    private static readonly string[] Time = ["starts_at", "local_start", "time_zone"];
    private static readonly string[] Place = ["location", "venue_id", "title"];

    public async Task React(EventChanged fact, CancellationToken cancel)
    {
        var isMoved = fact.Changed.Intersect(Time, StringComparer.Ordinal).Any();
        if (!isMoved && !fact.Changed.Intersect(Place, StringComparer.Ordinal).Any())
            return;
        var all = await events.FindMany([fact.EventId], new Viewer(null, IsAdmin: true), cancel);
        if (!all.TryGetValue(fact.EventId, out var terms) || !terms.OnSale)
            return;
        var now = clock.GetUtcNow();
        if (terms.IsOver(now))
            return;
        var cause = now.UtcTicks.ToString("x", CultureInfo.InvariantCulture);
        var kind = isMoved ? MailKinds.EventMoved : MailKinds.EventChanged;
        await mails.WriteToAll(kind, terms, cause, cancel);
    }
}
