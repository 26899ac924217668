using Seatmate.Accounts.Contracts;
using Seatmate.Platform;
using Seatmate.Ticketing.Contracts;

namespace Seatmate.Notifications.Mails;

/// <summary>Whom to write to about orders.</summary>
public static class Buyers
{
    /// <summary>By the orders' ids; who has left is missing. Guests are written to in the language of the
    /// installation.</summary>
    public static async Task<IReadOnlyDictionary<long, Recipient>> Of(
        IReadOnlyCollection<OrderTerms> orders,
        IPeople people,
        Settings settings,
        CancellationToken cancel
    )
    {
        var contacts = await people.Contacts(
            [.. orders.Select(order => order.BuyerId).OfType<long>().Distinct()],
            cancel
        );
        var buyers = new Dictionary<long, Recipient>(orders.Count);
        foreach (var order in orders)
        {
            if (order.Guest is { } guest)
                buyers[order.OrderId] = new(
                    null,
                    guest.Name,
                    guest.Email,
                    settings.Language,
                    settings.TimeZone
                );
            else if (order.BuyerId is { } buyer && contacts.GetValueOrDefault(buyer) is { } person)
                buyers[order.OrderId] = Recipient.Of(person);
        }
        return buyers;
    }
}
