using Seatmate.Accounts.Contracts;
using Seatmate.Events.Contracts;
using Seatmate.Platform;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;
using Seatmate.Platform.Outbox;
using Seatmate.Ticketing.Contracts;

namespace Seatmate.Notifications.Mails;

/// <summary>Tells buyers that their bookings are confirmed and where the tickets are: a handful of statements for all
/// that were confirmed together.</summary>
public sealed class SendTicketsOnOrdersConfirmed(
    SeatmateDb db,
    IPeople people,
    IOrders orders,
    IEventTerms events,
    Settings settings
) : IReaction<OrdersConfirmed>
{
    public async Task React(OrdersConfirmed fact, CancellationToken cancel)
    {
        var confirmed = await orders.GetMany(fact.OrderIds, cancel);
        var buyers = confirmed.Select(order => order.BuyerId).OfType<long>().Distinct().ToArray();
        var contacts = await people.Contacts(buyers, cancel);
        var terms = await events.FindMany([fact.EventId], new Viewer(null, IsAdmin: true), cancel);
        var mails = new List<NewMail>(confirmed.Count);
        foreach (var order in confirmed)
        {
            if (order.Guest is { } guest)
                mails.Add(Mail(order, new(null, guest.Name, guest.Email), terms[fact.EventId]));
            else if (order.BuyerId is { } buyer && contacts.GetValueOrDefault(buyer) is { } person)
                mails.Add(Mail(order, Recipient.Of(person), terms[fact.EventId]));
        }
        await db.Write(mails, cancel);
    }

    private NewMail Mail(OrderTerms order, Recipient person, EventTerms terms)
    {
        var lines = order.Breakdown.Lines.Select(line => $"{line.Quantity} × {line.Description}");
        var booking = order.Guest is null
            ? $"The booking: {new Uri(settings.PublicUrl, $"/checkout/{order.BookingId}")}"
            : "Whoever has this link has your tickets: keep it to yourself.";
        var body = $"""
            Hello {person.Name},

            your booking is confirmed:

            {string.Join('\n', lines)}
            {terms.LocalStart:dddd, d MMMM yyyy, HH:mm} ({terms.TimeZone})
            {terms.Location}
            Total: {order.Breakdown.Total}

            Your tickets with their QR codes: {new Uri(
                settings.PublicUrl,
                order.Guest?.OrderPath ?? "/tickets"
            )}
            {booking}

            Enjoy the evening.
            """;
        return new(person, "tickets", $"{order.OrderId}", $"Your tickets: {terms.Title}", body);
    }
}
