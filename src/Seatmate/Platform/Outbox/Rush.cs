namespace Seatmate.Platform.Outbox;

/// <summary>Whether this process is at its limit with buyers just now: then mails and other reactions that can wait do
/// wait, and leave the processor to the sale.</summary>
public sealed class Rush(TimeProvider clock)
{
    private const int RequestsPerSecond = 50;
    private long second;
    private int requests;
    private long lastOn;

    /// <summary>True while a second with many requests is at most two seconds ago.</summary>
    public bool IsOn => Second() - Interlocked.Read(ref lastOn) <= 2;

    /// <summary>So many requests were answered.</summary>
    public void Felt(int count)
    {
        var now = Second();
        if (Interlocked.Exchange(ref second, now) != now)
            Interlocked.Exchange(ref requests, 0);
        if (Interlocked.Add(ref requests, count) >= RequestsPerSecond)
            Interlocked.Exchange(ref lastOn, now);
    }

    private long Second() => clock.GetUtcNow().ToUnixTimeSeconds();
}
