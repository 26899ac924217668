using Seatmate.Platform.Outbox;

namespace Seatmate.Ticketing.Contracts;

/// <summary>Orders of an event were placed together and await their payments.</summary>
public sealed record OrdersPlaced(long EventId, IReadOnlyList<long> OrderIds) : IFact;

/// <summary>Orders of an event are paid, or nothing was due: their tickets are valid.</summary>
public sealed record OrdersConfirmed(long EventId, IReadOnlyList<long> OrderIds) : IFact;

/// <summary>An order has other places or tickets than before.</summary>
public sealed record OrderChanged(long OrderId, long EventId) : IFact;

/// <summary>An order was called off; its places are free.</summary>
/// <param name="WasConfirmed">Its buyer had valid tickets until now.</param>
/// <param name="EventIsGone">Because its event was called off.</param>
public sealed record OrderCancelled(
    long OrderId,
    long EventId,
    bool WasConfirmed = false,
    bool EventIsGone = false
) : IFact;

/// <summary>An order was not paid in time; its places are free.</summary>
public sealed record OrderExpired(long OrderId, long EventId) : IFact;
