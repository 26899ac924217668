namespace Seatmate.Accounts.Sessions;

/// <summary>How a person proved who they are.</summary>
public enum SignInMethod
{
    Password,
    Code,
    Passkey,
    Provider,
}

/// <summary>One signed-in device. A token is alive as long as its session's row exists and has not expired.</summary>
public sealed class Session
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    /// <summary>That a session was used is noted when this long has passed, not at every request.</summary>
    public static readonly TimeSpan NotedEvery = TimeSpan.FromMinutes(5);

    public Guid Id { get; private set; }
    public required long UserId { get; init; }
    public required SignInMethod Method { get; init; }
    public required string Device { get; init; }
    public required string Address { get; init; }
    public DateTimeOffset CreatedAt { get; private set; }
    public required DateTimeOffset LastUsedAt { get; init; }

    /// <summary>When its person last proved who they are: at the beginning, and again before what is
    /// sensitive.</summary>
    public required DateTimeOffset ProvedAt { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }
}
