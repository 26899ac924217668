using Seatmate.Events.Contracts;
using Seatmate.Platform.Http;
using Seatmate.Ticketing.Contracts;

namespace Seatmate.Payments.Invoices;

/// <summary>Finds the order whose invoices are asked for, from the outside in: the event, then its booking, and only
/// for the payee (a guest shows the hold's token), who handles invoices in the organiser's team, and admins.</summary>
public sealed class BilledOrders(IEventTerms events, IOrders orders)
{
    public async Task<(OrderTerms? Order, Problem? Missing)> Find(
        long eventId,
        long orderId,
        Asker asker,
        CancellationToken cancel
    )
    {
        var terms = await events.Find(eventId, asker.Viewer, cancel);
        var order = await orders.Find(eventId, orderId, cancel);
        var payee = order is not null && orders.IsOf(order, asker);
        if (terms is null && !payee)
            return (null, Problem.NotFound("Event", eventId));
        return order is not null && (payee || terms?.Allows(TeamPermission.HandleInvoices) == true)
            ? (order, null)
            : (null, Problem.NotFound("Booking", orderId));
    }
}
