namespace Seatmate.Ticketing.Lanes;

/// <summary>The queue of one event in this process. Whoever comes while a batch is under way is in the next one, in
/// order of arrival. The next one begins when the one before is answered, or while that is still being written if as
/// many wait by then: smaller batches would cost more than the wait. A lane that is empty costs nothing. Beyond its
/// bound it refuses at once.</summary>
public sealed class Lane
{
    private readonly Func<IReadOnlyList<Wish>, Turn, Task> execute;
    private readonly int batchMax;
    private readonly int waitingMax;
    private readonly Queue<Wish> waiting = new();
    private readonly Turns turns;

    public Lane(Func<IReadOnlyList<Wish>, Turn, Task> execute, int batchMax, int waitingMax)
    {
        (this.execute, this.batchMax, this.waitingMax) = (execute, batchMax, waitingMax);
        turns = new(BeginNext);
    }

    /// <summary>False when too many wait already.</summary>
    public bool TryEnqueue(Wish wish)
    {
        lock (waiting)
        {
            if (waiting.Count >= waitingMax)
                return false;
            waiting.Enqueue(wish);
        }
        BeginNext();
        return true;
    }

    /// <summary>True when nothing waits and nothing runs.</summary>
    public bool IsIdle
    {
        get
        {
            lock (waiting)
                return waiting.Count == 0 && turns.AreOver;
        }
    }

    private void BeginNext()
    {
        lock (waiting)
        {
            var count = Math.Min(batchMax, waiting.Count);
            if (count == 0 || turns.TryTake(count) is not { } turn)
                return;
            var batch = new List<Wish>(count);
            while (batch.Count < count)
                batch.Add(waiting.Dequeue());
            _ = Task.Run(() => Execute(batch, turn));
        }
    }

    private async Task Execute(List<Wish> batch, Turn turn)
    {
        try
        {
            await execute(batch, turn);
        }
        finally
        {
            turn.End();
        }
    }
}
