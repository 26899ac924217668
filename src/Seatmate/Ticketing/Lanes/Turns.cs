namespace Seatmate.Ticketing.Lanes;

/// <summary>Whose turn it is in a lane. One batch is decided at a time. One that is decided without reading passes the
/// turn on and is written while the next is decided; one that reads waits until nothing is being written.</summary>
/// <param name="freed">Called, outside of any lock, when another batch may be able to begin.</param>
public sealed class Turns(Action freed)
{
    private const int WrittenAtOnceMax = 2;

    /// <summary>What a batch costs whatever its size is about what so many wishes cost.</summary>
    private const int WishesToGoBesideMin = 16;

    private readonly Lock gate = new();
    private readonly List<Turn> writing = [];
    private readonly Queue<(Turn Turn, TaskCompletionSource Given)> again = new();
    private Turn? deciding;
    private TaskCompletionSource? alone;

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
            )
                return null;
            return deciding = new(this, wishes);
        }
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

    internal void End(Turn turn)
    {
        lock (gate)
        {
            if (deciding == turn)
                deciding = null;
            else
                writing.Remove(turn);
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

    /// <summary>Somebody else may be deciding.</summary>
    public bool IsPassed => turns.IsPassed(this);

    /// <summary>All that this batch decided is known to the next, which may begin.</summary>
    public void Pass() => turns.Pass(this);

    /// <summary>Has the turn (again), and nothing else of the lane is being written.</summary>
    public Task Alone() => turns.Alone(this);

    public void End() => turns.End(this);
}
