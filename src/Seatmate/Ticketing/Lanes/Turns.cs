namespace Seatmate.Ticketing.Lanes;

/// <summary>Whose turn it is in a lane. One batch is decided at a time. One that is decided without reading passes the
/// turn on and is written while the next is decided; one that reads waits until nothing is being written. Where other
/// processes take of the same stocks, each has their rows locked until it has committed: then few large batches are
/// better than many small ones, so the next goes beside none, and waits a moment for those who were just
/// answered.</summary>
/// <param name="freed">Called, outside of any lock, when another batch may be able to begin.</param>
public sealed class Turns(Action freed, TimeProvider clock)
{
    private const int WrittenAtOnceMax = 2;
    private const int OthersMetMax = 8;

    /// <summary>For fewer it is not worth the wait; to gather more saves little.</summary>
    private const int WishesToGatherMin = 4;
    private const int WishesToGatherMax = 64;

    private static readonly TimeSpan GatherFor = TimeSpan.FromMilliseconds(3);
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(1);

    /// <summary>What a batch costs whatever its size is about what so many wishes cost.</summary>
    private const int WishesToGoBesideMin = 16;

    private readonly Lock gate = new();
    private readonly List<Turn> writing = [];
    private readonly Queue<(Turn Turn, TaskCompletionSource Given)> again = new();
    private Turn? deciding;
    private TaskCompletionSource? alone;
    private int othersMet;
    private int answered;
    private int waitedThen;
    private long answeredAt;
    private bool isGathering;

    public bool AreOver
    {
        get
        {
            lock (gate)
                return deciding is null && writing.Count + again.Count == 0;
        }
    }

    /// <summary>The turn for a batch of so many; null when it has to wait.</summary>
    public Turn? TryTake(int wishes)
    {
        lock (gate)
        {
            if (
                deciding is not null
                || again.Count > 0
                || writing.Count >= WrittenAtOnceMax
                || writing.Exists(before => wishes < Math.Max(before.Wishes, WishesToGoBesideMin))
                || OthersSell && (writing.Count > 0 || Gathers(wishes))
            )
                return null;
            return deciding = new(this, wishes);
        }
    }

    /// <summary>Others were met more often than not: two batches of one lane meet each other now and then.</summary>
    private bool OthersSell => othersMet > OthersMetMax / 2;

    /// <summary>Whether to wait for those who were just answered. It looks again by itself.</summary>
    private bool Gathers(int wishes)
    {
        var all = Math.Min(answered + waitedThen, WishesToGatherMax);
        if (all < WishesToGatherMin || wishes >= all || clock.GetElapsedTime(answeredAt) >= GatherFor)
            return false;
        if (!isGathering)
            _ = LookAgain();
        return isGathering = true;
    }

    private async Task LookAgain()
    {
        await Task.Delay(LookAgainAfter, clock);
        lock (gate)
            isGathering = false;
        freed();
    }

    internal void Pass(Turn turn)
    {
        lock (gate)
        {
            deciding = null;
            writing.Add(turn);
        }
        freed();
    }

    internal bool IsPassed(Turn turn)
    {
        lock (gate)
            return deciding != turn;
    }

    internal Task Alone(Turn turn)
    {
        lock (gate)
        {
            var given = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (writing.Remove(turn))
                again.Enqueue((turn, given));
            else
                alone = given;
            Give();
            return given.Task;
        }
    }

    internal void End(Turn turn, int waiting)
    {
        lock (gate)
        {
            if (deciding == turn)
                deciding = null;
            else
                writing.Remove(turn);
            (answered, waitedThen, answeredAt) = (turn.Wishes, waiting, clock.GetTimestamp());
            othersMet = turn.MetOthers ? Math.Min(othersMet + 1, OthersMetMax) : Math.Max(othersMet - 1, 0);
            Give();
        }
        freed();
    }

    /// <summary>Once nothing is being written: to whoever decides and waited for that, or else to the first who wants
    /// the turn back.</summary>
    private void Give()
    {
        if (writing.Count > 0)
            return;
        if (deciding is null && again.TryDequeue(out var next))
            (deciding, alone) = (next.Turn, next.Given);
        alone?.TrySetResult();
        alone = null;
    }
}

/// <summary>The turn of one batch.</summary>
public sealed class Turn(Turns turns, int wishes)
{
    public int Wishes { get; } = wishes;

    /// <summary>Somebody else took of the same stocks at the same time.</summary>
    public bool MetOthers { get; set; }

    /// <summary>Somebody else may be deciding.</summary>
    public bool IsPassed => turns.IsPassed(this);

    /// <summary>All that this batch decided is known to the next, which may begin.</summary>
    public void Pass() => turns.Pass(this);

    /// <summary>Has the turn (again), and nothing else of the lane is being written.</summary>
    public Task Alone() => turns.Alone(this);

    /// <summary>It is answered, and so many wait for the next.</summary>
    public void End(int waiting = 0) => turns.End(this, waiting);
}
