namespace Seatmate.Ticketing.Lanes;

/// <summary>The turn of a batch in its lane: it reads while the one before it is still writing, and writes when that is
/// done. So two batches are under way at most.</summary>
public sealed class Turn(Task before)
{
    private readonly TaskCompletionSource hasRead = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The batch before is done, whatever became of it.</summary>
    public Task Before => before;

    /// <summary>Ends when the next batch may begin to read.</summary>
    public Task HasRead => hasRead.Task;

    public void LetNextRead() => hasRead.TrySetResult();
}

/// <summary>The queue of one event in this process. Whoever comes while a batch is under way is in the next one, in
/// order of arrival; a lane that is empty costs nothing. Beyond its bound it refuses at once.</summary>
public sealed class Lane<TRequest>(
    Func<IReadOnlyList<TRequest>, Turn, Task> execute,
    int batchMax,
    int waitingMax
)
    where TRequest : class
{
    private readonly Queue<TRequest> waiting = new();
    private Task last = Task.CompletedTask;
    private bool running;

    /// <summary>False when too many wait already.</summary>
    public bool TryEnqueue(TRequest request)
    {
        lock (waiting)
        {
            if (waiting.Count >= waitingMax)
                return false;
            waiting.Enqueue(request);
            if (running)
                return true;
            running = true;
        }
        _ = Task.Run(Work);
        return true;
    }

    /// <summary>True when nothing waits and nothing runs.</summary>
    public bool IsIdle
    {
        get
        {
            lock (waiting)
                return !running && last.IsCompleted;
        }
    }

    private async Task Work()
    {
        while (NextBatch() is { Count: > 0 } batch)
        {
            var turn = new Turn(last);
            last = execute(batch, turn);
            await Task.WhenAny(turn.HasRead, last);
        }
    }

    private List<TRequest> NextBatch()
    {
        lock (waiting)
        {
            var batch = new List<TRequest>(Math.Min(batchMax, waiting.Count));
            while (batch.Count < batchMax && waiting.TryDequeue(out var request))
                batch.Add(request);
            running = batch.Count > 0;
            return batch;
        }
    }
}
