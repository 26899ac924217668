using Seatmate.Accounts.Contracts;
using Seatmate.Events.Contracts;
using Seatmate.Platform;
using Seatmate.Ticketing.Contracts;

namespace Seatmate.Notifications.Mails;

/// <summary>Mails to all who have tickets of an event: one to each address, however many bookings are behind
/// it.</summary>
public sealed class EventMails(MailWriter mails, IOrders orders, IPeople people, Settings settings)
{
    private const int OrdersAtOnce = 500;

    /// <summary>Writes within the caller's transaction.</summary>
    /// <param name="cause">What has happened to the event; with the address it is the cause of each mail.</param>
    public Task WriteToAll(MailKind kind, EventTerms terms, string cause, CancellationToken cancel) =>
        WriteTo(
            kind,
            terms,
            cause,
            everybody => Task.FromResult<IReadOnlyCollection<Recipient>>(everybody),
            cancel
        );

    /// <summary>The same to those of them that <paramref name="whom"/> picks.</summary>
    public async Task WriteTo(
        MailKind kind,
        EventTerms terms,
        string cause,
        Func<IReadOnlyCollection<Recipient>, Task<IReadOnlyCollection<Recipient>>> whom,
        CancellationToken cancel
    )
    {
        var last = 0L;
        while (await orders.Confirmed(terms.EventId, last, OrdersAtOnce, cancel) is { Count: > 0 } some)
        {
            var buyers = await Buyers.Of(some, people, settings, cancel);
            var picked = (await whom([.. buyers.Values])).Select(buyer => buyer.Address).ToHashSet();
            var written = some.Where(order =>
                    buyers.TryGetValue(order.OrderId, out var buyer) && picked.Contains(buyer.Address)
                )
                .DistinctBy(order => buyers[order.OrderId].Address, StringComparer.OrdinalIgnoreCase)
                .Select(order => Mail(kind, terms, order, buyers[order.OrderId], cause));
            await mails.Write([.. written], cancel);
            last = some[^1].OrderId;
        }
    }

    private NewMail Mail(MailKind kind, EventTerms terms, OrderTerms order, Recipient buyer, string cause)
    {
        var values = EventWords.Of(terms, settings);
        values["reviews_url"] = new Uri(settings.PublicUrl, $"/e/{terms.Slug}#reviews");
        values["tickets_url"] = new Uri(settings.PublicUrl, order.Guest?.OrderPath ?? "/tickets");
        var address = buyer.UserId is { } person ? $"{person}" : buyer.Address.ToLowerInvariant();
        return new(kind, buyer, $"{terms.EventId}.{cause}.{address}", values);
    }
}
