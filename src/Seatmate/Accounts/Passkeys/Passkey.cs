namespace Seatmate.Accounts.Passkeys;

/// <summary>A key pair that a person's device keeps, and whose public half we know; a credential belongs to one account
/// (passkeys_credential_once).</summary>
public sealed class Passkey
{
    public const int PerPersonMax = 20;

    public long Id { get; private set; }
    public required long UserId { get; init; }
    public required byte[] CredentialId { get; init; }
    public required byte[] PublicKey { get; init; }
    public required long SignCount { get; set; }
    public required string[] Transports { get; init; }
    public required bool IsBackupEligible { get; init; }
    public required bool IsBackedUp { get; set; }
    public required string Name { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? LastUsedAt { get; set; }
}

/// <summary>What a device was asked to sign, once.</summary>
public sealed class PasskeyQuestion
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    public Guid Id { get; private set; }
    public required long? UserId { get; init; }
    public required string State { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }
}
