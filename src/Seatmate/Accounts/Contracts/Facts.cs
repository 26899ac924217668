using Seatmate.Platform.Outbox;

namespace Seatmate.Accounts.Contracts;

/// <summary>A person has signed up.</summary>
public sealed record UserRegistered(long UserId) : IFact;

/// <summary>A person wants another e-mail address; the code proves that it is theirs.</summary>
public sealed record EmailChangeAsked(long UserId, string Email, string Code) : IFact;
