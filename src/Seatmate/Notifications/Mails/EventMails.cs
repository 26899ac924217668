using System.Runtime.CompilerServices;
using Seatmate.Accounts.Contracts;
using Seatmate.Events.Contracts;
using Seatmate.Platform;
using Seatmate.Ticketing.Contracts;

namespace Seatmate.Notifications.Mails;

/// <summary>Mails to all who have tickets of an event: one to each address, however many bookings are behind it. Who
/// has booked signed in is written to as that person, whatever else was bought with their address.</summary>
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

    /// <summary>The same to those of them that <paramref name="whom"/> picks. People come first, over all orders, and
    /// then the guests whose addresses are nobody's of them.</summary>
    public async Task WriteTo(
        MailKind kind,
        EventTerms terms,
        string cause,
        Func<IReadOnlyCollection<Recipient>, Task<IReadOnlyCollection<Recipient>>> whom,
        CancellationToken cancel
    )
    {
        var known = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var areGuests = false;
        await foreach (var some in Booked(terms.EventId, cancel))
        {
            var signedIn = some.Where(booking => booking.To.UserId is not null).ToList();
            areGuests |= signedIn.Count < some.Count;
            known.UnionWith(signedIn.Select(booking => booking.To.Address));
            await Write(signedIn);
        }
        if (!areGuests)
            return;
        await foreach (var some in Booked(terms.EventId, cancel))
            await Write([
                .. some.Where(booking => booking.To.UserId is null && !known.Contains(booking.To.Address)),
            ]);

        async Task Write(IReadOnlyCollection<Booking> some)
        {
            var picked = (await whom([.. some.Select(booking => booking.To)])).ToHashSet();
            var written = some.Where(booking => picked.Contains(booking.To))
                .DistinctBy(booking => booking.To.Address, StringComparer.OrdinalIgnoreCase)
                .Select(booking => Mail(kind, terms, booking, cause));
            await mails.Write([.. written], cancel);
        }
    }

    private async IAsyncEnumerable<IReadOnlyCollection<Booking>> Booked(
        long eventId,
        [EnumeratorCancellation] CancellationToken cancel
    )
    {
        var last = 0L;
        while (await orders.Confirmed(eventId, last, OrdersAtOnce, cancel) is { Count: > 0 } some)
        {
            var buyers = await Buyers.Of(some, people, settings, cancel);
            yield return
            [
                .. some.Where(order => buyers.ContainsKey(order.OrderId))
                    .Select(order => new Booking(order, buyers[order.OrderId])),
            ];
            last = some[^1].OrderId;
        }
    }

    private NewMail Mail(MailKind kind, EventTerms terms, Booking booking, string cause)
    {
        var values = EventWords.Of(terms, settings);
        values["reviews_url"] = new Uri(settings.PublicUrl, $"/e/{terms.Slug}#reviews");
        values["tickets_url"] = new Uri(settings.PublicUrl, booking.Order.TicketsPath);
        var address = booking.To.UserId is { } person ? $"{person}" : booking.To.Address.ToLowerInvariant();
        return new(kind, booking.To, $"{terms.EventId}.{cause}.{address}", values);
    }

    private sealed record Booking(OrderTerms Order, Recipient To);
}
