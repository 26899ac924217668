using Seatmate.Platform.Outbox;

namespace Seatmate.Events.Contracts;

/// <summary>An event is there for all to see: made so, or published from a draft.</summary>
public sealed record EventPublished(long EventId) : IFact;

/// <summary>Something of an event has changed that people may care about.</summary>
public sealed record EventChanged(long EventId, string[] Changed) : IFact;

/// <summary>An event is called off: what was sold of it goes back.</summary>
public sealed record EventDeleted(long EventId) : IFact;

/// <summary>Somebody is asked into an organiser's team.</summary>
public sealed record MemberInvited(long InvitationId) : IFact;
