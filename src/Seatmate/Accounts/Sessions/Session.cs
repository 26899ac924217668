namespace Seatmate.Accounts.Sessions;

/// <summary>One signed-in device. A token is alive as long as its session's row exists and has not expired.</summary>
public sealed class Session
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    public Guid Id { get; private set; }
    public required long UserId { get; init; }
    public required string Device { get; init; }
    public required string Address { get; init; }
    public DateTimeOffset CreatedAt { get; private set; }
    public required DateTimeOffset ExpiresAt { get; init; }
}
