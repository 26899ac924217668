namespace Seatmate.Accounts.SecondSteps;

/// <summary>That a person signs in with a code of their authenticator app besides; in force once it is
/// confirmed.</summary>
public sealed class SecondStep
{
    public required long UserId { get; init; }

    /// <summary>Encrypted: see <see cref="SecondStepSecrets"/>.</summary>
    public required byte[] Secret { get; init; }
    public required DateTimeOffset MadeAt { get; init; }
    public DateTimeOffset? ConfirmedAt { get; set; }

    /// <summary>The step of time whose code was used last; only later ones count.</summary>
    public long LastStep { get; set; }
}

/// <summary>Lets a person in once, without their app (recovery_codes_once).</summary>
public sealed class RecoveryCode
{
    public required long UserId { get; init; }
    public required byte[] CodeHash { get; init; }
    public DateTimeOffset? UsedAt { get; set; }
}
