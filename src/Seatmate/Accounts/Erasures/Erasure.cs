namespace Seatmate.Accounts.Erasures;

/// <summary>A person asked to be erased; nothing happens to them before the grace is over
/// (erasures_have_a_grace).</summary>
public sealed class Erasure
{
    public required long UserId { get; init; }
    public DateTimeOffset AskedAt { get; private set; }
    public required DateTimeOffset DueAt { get; init; }
}
