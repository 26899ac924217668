namespace Seatmate.Ticketing.Lanes;

/// <summary>The queue of one event in this process. Whoever comes while a batch is under way is in the next one, in
/// order of arrival; a lane that is empty costs nothing. Beyond its bound it refuses at once.</summary>
public sealed class Lane<TRequest>(Func<IReadOnlyList<TRequest>, Task> execute, int batchMax, int waitingMax)
    where TRequest : class
{
    private readonly Queue<TRequest> waiting = new();
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
                return !running;
        }
    }

    private async Task Work()
    {
        while (NextBatch() is { Count: > 0 } batch)
            await execute(batch);
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
