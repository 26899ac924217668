using Seatmate.Accounts.Contracts;
using Seatmate.Events.Contracts;
using Seatmate.Platform;
using Seatmate.Platform.Http;
using Seatmate.Platform.Outbox;
using Seatmate.Ticketing.Contracts;

namespace Seatmate.Notifications.Mails;

/// <summary>Who had tickets is told that they have none any more: because they gave them back, or because the event is
/// called off.</summary>
public sealed class SendCancellationOnOrderCancelled(
    MailWriter mails,
    IPeople people,
    IOrders orders,
    IEventTerms events,
    Settings settings
) : IReaction<OrderCancelled>
{
    public async Task React(OrderCancelled fact, CancellationToken cancel)
    {
        if (!fact.WasConfirmed)
            return;
        var order = await orders.Get(fact.OrderId, cancel);
        var buyers = await Buyers.Of([order], people, settings, cancel);
        if (!buyers.TryGetValue(order.OrderId, out var buyer))
            return;
        var terms = (await events.FindMany([fact.EventId], new Viewer(null, IsAdmin: true), cancel))[
            fact.EventId
        ];
        var values = EventWords.Of(terms, settings);
        values["tickets_url"] = new Uri(settings.PublicUrl, order.TicketsPath);
        values["refund"] = order.Breakdown.TotalMinor > 0 ? order.Breakdown.Total : null;
        var kind = fact.EventIsGone ? MailKinds.EventCancelled : MailKinds.BookingCancelled;
        await mails.Write(new NewMail(kind, buyer, $"{order.OrderId}", values), cancel);
    }
}
