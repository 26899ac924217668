namespace Seatmate.Accounts.Sessions;

/// <summary>A program and a network address from which a person has signed in (devices_once_per_person).</summary>
public sealed class Device
{
    /// <summary>Forgotten when it was not seen for so long.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromDays(365);

    public long Id { get; private set; }
    public required long UserId { get; init; }
    public required string Name { get; init; }
    public required string Address { get; init; }
    public required DateTimeOffset FirstSeenAt { get; init; }
    public required DateTimeOffset LastSeenAt { get; init; }
}
