using System.Diagnostics;

namespace Seatmate.Platform.Ready;

/// <summary>One address in memory: its answer, and at most one renewal of it at a time. However many ask meanwhile,
/// they get what is at hand, or wait for that one.</summary>
public sealed class ReadySlot(string key, ReadyQuestion question)
{
    /// <summary>Older than this an answer is renewed when somebody asks for it, and still given.</summary>
    public static readonly TimeSpan RenewedAfter = TimeSpan.FromMilliseconds(500);

    /// <summary>Older than this it is not given any more: who asks waits for the renewal.</summary>
    public static readonly TimeSpan GivenUntil = TimeSpan.FromSeconds(1);

    private const int HurriesPerSecond = 5;

    private readonly Lock gate = new();
    private volatile ReadyAnswer? kept;
    private Renewal? renewal;
    private long hurriesSince;
    private int hurries;

    private sealed record Renewal(long BegunAt, Task<ReadyAnswer> Answer);

    public string Key => key;

    public ReadyQuestion Question => question;

    /// <summary>When somebody last asked, for who has to leave first; by <see cref="Environment.TickCount64"/>.</summary>
    public long UsedAt { get; private set; } = Environment.TickCount64;

    /// <summary>Set by the memory that counts its bytes.</summary>
    public ReadyAnswer? Kept
    {
        get => kept;
        set => kept = value;
    }

    /// <summary>When an answer must have begun, at the earliest, to be given now. What this process has committed since
    /// shows at once, some times a second; beyond that by its age, so that a sale does not pay for its
    /// watchers.</summary>
    public long Earliest(Freshness freshness)
    {
        var now = Stopwatch.GetTimestamp();
        Use();
        var earliest = Math.Max(freshness.ChangedAt, now - Ticks(GivenUntil));
        var committed = freshness.CommittedAt;
        return committed > (kept?.BegunAt ?? 0) && MayHurry(now, committed)
            ? Math.Max(earliest, committed)
            : earliest;
    }

    /// <summary>What is at hand if it is as new as that; its renewal begins when it is due.</summary>
    public ReadyAnswer? AtHand(long earliest, Func<ReadySlot, long, Task<ReadyAnswer>> make)
    {
        if (kept is not { } answer || answer.BegunAt < earliest)
            return null;
        if (answer.BegunAt < Stopwatch.GetTimestamp() - Ticks(RenewedAfter))
            Renew(make);
        return answer;
    }

    /// <summary>An answer as new as that: of the renewal under way, or of the next one if that began too
    /// early.</summary>
    public async Task<ReadyAnswer> Renewed(long earliest, Func<ReadySlot, long, Task<ReadyAnswer>> make)
    {
        while (true)
        {
            if (kept is { } known && known.BegunAt >= earliest)
                return known;
            var (begunAt, answer) = Renew(make);
            if (begunAt >= earliest)
                return await answer;
            await ((Task)answer).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private Renewal Renew(Func<ReadySlot, long, Task<ReadyAnswer>> make)
    {
        lock (gate)
        {
            if (renewal is { Answer.IsCompleted: false })
                return renewal;
            var begunAt = Stopwatch.GetTimestamp();
            // Nobody's request, so that nobody who leaves takes it along.
            using (ExecutionContext.SuppressFlow())
                return renewal = new(begunAt, Task.Run(() => make(this, begunAt)));
        }
    }

    private bool MayHurry(long now, long committedAt)
    {
        lock (gate)
        {
            if (renewal is { Answer.IsCompleted: false } && renewal.BegunAt >= committedAt)
                return true;
            if (now - hurriesSince > Stopwatch.Frequency)
                (hurriesSince, hurries) = (now, 0);
            return hurries < HurriesPerSecond && hurries++ < HurriesPerSecond;
        }
    }

    private void Use()
    {
        var now = Environment.TickCount64;
        if (UsedAt != now)
            UsedAt = now;
    }

    private static long Ticks(TimeSpan span) => (long)(span.TotalSeconds * Stopwatch.Frequency);
}
