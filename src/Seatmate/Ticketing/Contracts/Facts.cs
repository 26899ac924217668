using Seatmate.Platform.Outbox;

namespace Seatmate.Ticketing.Contracts;

/// <summary>Someone booked; confirmed at once when nothing is due.</summary>
public sealed record OrderPlaced(long OrderId, long EventId) : IFact;

/// <summary>An order is paid, or nothing was due: its tickets are valid.</summary>
public sealed record OrderConfirmed(long OrderId, long EventId) : IFact;

/// <summary>An order has other places or tickets than before.</summary>
public sealed record OrderChanged(long OrderId, long EventId) : IFact;

/// <summary>An order was called off; its places are free.</summary>
public sealed record OrderCancelled(long OrderId, long EventId) : IFact;

/// <summary>An order was not paid in time; its places are free.</summary>
public sealed record OrderExpired(long OrderId, long EventId) : IFact;
