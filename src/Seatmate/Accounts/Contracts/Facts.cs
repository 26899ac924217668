using Seatmate.Platform.Outbox;

namespace Seatmate.Accounts.Contracts;

/// <summary>A person has signed up.</summary>
public sealed record UserRegistered(long UserId) : IFact;

/// <summary>Somebody wants a code to sign in with, for an address that may be nobody's.</summary>
public sealed record SignInCodeAsked(string Email, string From) : IBriefFact;

/// <summary>A code to sign in with waits to be mailed.</summary>
public sealed record SignInCodeMade(long UserId, string Code) : IBriefFact;

/// <summary>Somebody has forgotten their password, for an address that may be nobody's.</summary>
public sealed record PasswordResetAsked(string Email, string From) : IBriefFact;

/// <summary>The token of a link that replaces a password waits to be mailed.</summary>
public sealed record PasswordResetMade(long UserId, string Token) : IBriefFact;

/// <summary>An address is to be confirmed: by the code, typed in by its person, or by the token, which a link
/// carries.</summary>
public sealed record EmailConfirmationAsked(long UserId, string Email, string Code, string Token)
    : IBriefFact;

/// <summary>An outside account signs a person in from now on.</summary>
public sealed record AccountLinked(long UserId, string Provider) : IFact;

/// <summary>Everything about a person can be fetched by them.</summary>
public sealed record ExportReady(long UserId, long ExportId) : IFact;

/// <summary>A person wants to be erased, and may change their mind until then.</summary>
public sealed record ErasureAsked(long UserId, DateTimeOffset DueAt) : IFact;

/// <summary>A person has signed in from where they never did before.</summary>
public sealed record NewDeviceSeen(long UserId, string Device, string Address, DateTimeOffset At)
    : IBriefFact;

/// <summary>A way into an account.</summary>
public enum AccessChange
{
    Password,
    Address,
    SecondStepOn,
    SecondStepOff,
    RecoveryCodes,
    PasskeyAdded,
    PasskeyRemoved,
}

/// <summary>A way into a person's account has changed; of a changed address the one before is told.</summary>
public sealed record AccessChanged(
    long UserId,
    AccessChange Change,
    DateTimeOffset At,
    string? FormerEmail = null
) : IBriefFact;

/// <summary>A person wants another e-mail address; the code proves that it is theirs.</summary>
public sealed record EmailChangeAsked(long UserId, string Email, string Code) : IBriefFact;
