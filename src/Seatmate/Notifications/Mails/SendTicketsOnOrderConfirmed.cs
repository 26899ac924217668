using Seatmate.Accounts.Contracts;
using Seatmate.Events.Contracts;
using Seatmate.Platform;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;
using Seatmate.Platform.Outbox;
using Seatmate.Ticketing.Contracts;

namespace Seatmate.Notifications.Mails;

/// <summary>Tells a buyer that the booking is confirmed and where the tickets are.</summary>
public sealed class SendTicketsOnOrderConfirmed(
    SeatmateDb db,
    IPeople people,
    IOrders orders,
    IEventTerms events,
    Settings settings
) : IReaction<OrderConfirmed>
{
    public async Task React(OrderConfirmed fact, CancellationToken cancel)
    {
        var order = await orders.Get(fact.OrderId, cancel);
        if (order.BuyerId is not { } buyer || await people.Contact(buyer, cancel) is not { } person)
            return;
        var terms = (await events.FindMany([fact.EventId], new Viewer(null, IsAdmin: true), cancel))[
            fact.EventId
        ];
        var body = $"""
            Hello {person.Name},

            your booking is confirmed:

            {order.Breakdown.Lines[0].Quantity} × {order.Breakdown.Lines[0].Description}
            {terms.LocalStart:dddd, d MMMM yyyy, HH:mm} ({terms.TimeZone})
            {terms.Location}
            Total: {order.Breakdown.Total}

            Your tickets with their QR codes: {new Uri(settings.PublicUrl, "/tickets")}
            The booking: {new Uri(settings.PublicUrl, $"/checkout/{order.BookingId}")}

            Enjoy the evening.
            """;
        await db.Write(person, "tickets", $"{order.OrderId}", $"Your tickets: {terms.Title}", body, cancel);
    }
}
