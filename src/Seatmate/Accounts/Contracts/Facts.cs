using Seatmate.Platform.Outbox;

namespace Seatmate.Accounts.Contracts;

/// <summary>A person has signed up.</summary>
public sealed record UserRegistered(long UserId) : IFact;

/// <summary>Somebody wants a code to sign in with, for an address that may be nobody's.</summary>
public sealed record SignInCodeAsked(string Email, string From) : IFact;

/// <summary>A code to sign in with waits to be mailed.</summary>
public sealed record SignInCodeMade(long UserId, string Code) : IFact;

/// <summary>Somebody has forgotten their password, for an address that may be nobody's.</summary>
public sealed record PasswordResetAsked(string Email, string From) : IFact;

/// <summary>The token of a link that replaces a password waits to be mailed.</summary>
public sealed record PasswordResetMade(long UserId, string Token) : IFact;

/// <summary>An address is to be confirmed: by the code, typed in by its person, or by the token, which a link
/// carries.</summary>
public sealed record EmailConfirmationAsked(long UserId, string Email, string Code, string Token) : IFact;

/// <summary>An outside account signs a person in from now on.</summary>
public sealed record AccountLinked(long UserId, string Provider) : IFact;

/// <summary>A person wants another e-mail address; the code proves that it is theirs.</summary>
public sealed record EmailChangeAsked(long UserId, string Email, string Code) : IFact;
