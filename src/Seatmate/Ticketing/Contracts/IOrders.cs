namespace Seatmate.Ticketing.Contracts;

/// <summary>What Payments needs to know of an order to bill it.</summary>
/// <param name="BuyerName">Null when the person has left.</param>
/// <param name="Guest">Who bought without an account.</param>
/// <param name="Placed">Confirmed, or still waiting for its payment, before its deadline.</param>
/// <param name="AwaitsPayment">Still waiting for it.</param>
public sealed record OrderTerms(
    long OrderId,
    Guid BookingId,
    long EventId,
    long? BuyerId,
    string? BuyerName,
    GuestTerms? Guest,
    Breakdown Breakdown,
    bool Placed,
    bool AwaitsPayment
)
{
    /// <summary>The page where its buyer finds the tickets.</summary>
    public string TicketsPath => Guest?.OrderPath ?? "/tickets";
}

/// <summary>A guest: how to reach them, and the path of the page that shows their order to whoever has the
/// link.</summary>
public sealed record GuestTerms(string Name, string Email, string OrderPath);

/// <summary>Valid tickets of an event: all, and those made in a span of time.</summary>
public sealed record EventSales(int Sold, int SoldThen);

public interface IOrders
{
    /// <summary>An order of an event; null when it is of another event, or there is none.</summary>
    Task<OrderTerms?> Find(long eventId, long orderId, CancellationToken cancel);

    /// <summary>Whether the asker bought it: the person, or the guest who shows its token.</summary>
    bool IsOf(OrderTerms order, Asker asker);

    /// <summary>An order that is known to be there.</summary>
    Task<OrderTerms> Get(long orderId, CancellationToken cancel);

    /// <summary>Several that are known to be there, by their ids.</summary>
    Task<IReadOnlyList<OrderTerms>> GetMany(IReadOnlyCollection<long> orderIds, CancellationToken cancel);

    /// <summary>The confirmed ones of an event by their ids: at most so many after the one named.</summary>
    Task<IReadOnlyList<OrderTerms>> Confirmed(long eventId, long afterId, int most, CancellationToken cancel);

    /// <summary>Whether this person has a valid ticket of this event.</summary>
    Task<bool> HasTickets(long eventId, long userId, CancellationToken cancel);

    /// <summary>Which of these events somebody has booked or holds places of, or once did; a hold that lapsed is
    /// forgotten.</summary>
    Task<IReadOnlyList<long>> Booked(long[] eventIds, CancellationToken cancel);

    /// <summary>How these events sell; one without tickets is missing.</summary>
    Task<IReadOnlyDictionary<long, EventSales>> Sales(
        long[] eventIds,
        DateTimeOffset from,
        DateTimeOffset until,
        CancellationToken cancel
    );

    /// <summary>One, locked until the caller's transaction ends: what it says stays so.</summary>
    Task<OrderTerms> Lock(long orderId, CancellationToken cancel);

    /// <summary>The same for several, in the order of their ids.</summary>
    Task<IReadOnlyList<OrderTerms>> LockMany(IReadOnlyCollection<long> orderIds, CancellationToken cancel);
}
