namespace Seatmate.Accounts.Proofs;

/// <summary>What a mailed secret opens.</summary>
public enum SecretPurpose
{
    SignIn,
    Reset,
    ConfirmLink,
    ConfirmCode,
    ChangeCode,
}

/// <summary>Something mailed to a person that proves, when it comes back, that they read this address. Only its keyed
/// hash is kept; it is tried five times at most (mailed_secrets_five_attempts) and used once.</summary>
public sealed class MailedSecret
{
    public const int AttemptsMax = 5;

    public long Id { get; private set; }
    public required long UserId { get; init; }
    public required SecretPurpose Purpose { get; init; }
    public required byte[] SecretHash { get; init; }

    /// <summary>The network address of whoever asked for it.</summary>
    public required string AskedFrom { get; init; }
    public int Attempts { get; set; }
    public required DateTimeOffset MadeAt { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }
    public DateTimeOffset? EndedAt { get; set; }
}
