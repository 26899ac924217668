using Seatmate.Accounts.Contracts;
using Seatmate.Events.Contracts;
using Seatmate.Platform;
using Seatmate.Platform.Http;
using Seatmate.Platform.Outbox;
using Seatmate.Ticketing.Contracts;

namespace Seatmate.Notifications.Mails;

/// <summary>Tells buyers that their bookings are confirmed and where the tickets are: a handful of statements for all
/// that were confirmed together. What was called off meanwhile is not confirmed any more.</summary>
public sealed class SendTicketsOnOrdersConfirmed(
    MailWriter mails,
    IPeople people,
    IOrders orders,
    IEventTerms events,
    Settings settings
) : IReaction<OrdersConfirmed>
{
    public async Task React(OrdersConfirmed fact, CancellationToken cancel)
    {
        var found = await orders.GetMany(fact.OrderIds, cancel);
        var confirmed = found.Where(order => order is { Placed: true, AwaitsPayment: false }).ToList();
        var buyers = await Buyers.Of(confirmed, people, settings, cancel);
        var terms = await events.FindMany([fact.EventId], new Viewer(null, IsAdmin: true), cancel);
        var written = confirmed
            .Where(order => buyers.ContainsKey(order.OrderId))
            .Select(order => Mail(order, buyers[order.OrderId], terms[fact.EventId]));
        await mails.Write([.. written], cancel);
    }

    private NewMail Mail(OrderTerms order, Recipient buyer, EventTerms terms)
    {
        var values = new Dictionary<string, object?>
        {
            ["title"] = terms.Title,
            ["when"] = terms.LocalStart,
            ["zone"] = terms.TimeZone,
            ["location"] = terms.Location,
            ["lines"] = order.Breakdown.Lines.Select(line => new Dictionary<string, object?>
            {
                ["quantity"] = line.Quantity,
                ["what"] = line.Description,
            }),
            ["total"] = order.Breakdown.Total,
            ["tickets_url"] = new Uri(settings.PublicUrl, order.TicketsPath),
            ["booking_url"] = order.Guest is null
                ? new Uri(settings.PublicUrl, $"/checkout/{order.BookingId}")
                : null,
        };
        return new(MailKinds.Tickets, buyer, $"{order.OrderId}", values);
    }
}
