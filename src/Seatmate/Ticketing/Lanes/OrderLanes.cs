using System.Collections.Concurrent;
using System.Diagnostics;
using Npgsql;
using Seatmate.Platform.Http;

namespace Seatmate.Ticketing.Lanes;

/// <summary>All lanes of this process. Requests for the same event are executed in batches, one transaction each, in
/// order of arrival; events do not wait for each other. A batch that the database refuses is tried again one request
/// at a time, so a bad one never fails its neighbours; after a broken connection nobody knows whether it committed,
/// so nothing is tried again and everyone is told to ask once more. Stopping lets what is queued finish.</summary>
public sealed class OrderLanes(LaneBatches batches, ILogger<OrderLanes> log) : IHostedService
{
    private const int BatchMax = 256;
    private const int WaitingMax = 4096;
    private const int AttemptsMax = 5;
    private static readonly TimeSpan ForgetEvery = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(20);

    private readonly ConcurrentDictionary<long, Lane> lanes = new();
    private readonly ConcurrentDictionary<long, Carryover> carryovers = new();
    private long forgotAt = Stopwatch.GetTimestamp();

    /// <summary>The answer to a wish, after its batch is committed.</summary>
    /// <exception cref="BusyException">Too many wait for this event.</exception>
    public Task<LaneAnswer?> Fulfil(long eventId, Wish wish)
    {
        var lane = lanes.GetOrAdd(
            eventId,
            id => new((batch, turn) => Execute(id, batch, turn), BatchMax, WaitingMax)
        );
        if (!lane.TryEnqueue(wish))
            throw new BusyException("Too many people are booking this event just now.");
        return wish.Answer;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        while (lanes.Values.Any(lane => !lane.IsIdle) && !cancellationToken.IsCancellationRequested)
            await Task.Delay(LookAgainAfter, cancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task Execute(long eventId, IReadOnlyList<Wish> batch, Turn turn)
    {
        ForgetIdle();
        var carryover = carryovers.GetOrAdd(eventId, id => new(id));
        foreach (var gone in batch.Where(wish => wish.IsCancelled))
            gone.Drop();
        var refusal = await Try(carryover, turn, Unanswered(batch));
        if (refusal is null)
            return;
        log.LogWarning("A batch of event {Event} is tried one by one: {Reason}", eventId, refusal.Message);
        foreach (var wish in Unanswered(batch))
        {
            if (await Try(carryover, turn, [wish]) is { } own)
                wish.Fail(Explain(own));
        }
    }

    /// <summary>What was carried over for crowds that are gone. A lane that is just coming back keeps what it has in
    /// hand for one batch more.</summary>
    private void ForgetIdle()
    {
        var last = Interlocked.Read(ref forgotAt);
        if (
            Stopwatch.GetElapsedTime(last) < ForgetEvery
            || Interlocked.CompareExchange(ref forgotAt, Stopwatch.GetTimestamp(), last) != last
        )
            return;
        foreach (var (id, carryover) in carryovers)
            if (carryover.IsIdle)
                carryovers.TryRemove(id, out _);
    }

    /// <summary>Why nothing of the batch was done; null when everybody has an answer.</summary>
    private async Task<Exception?> Try(Carryover carryover, Turn turn, IReadOnlyList<Wish> wishes)
    {
        try
        {
            await RunOrRepeat(carryover, turn, wishes);
            return null;
        }
        catch (Exception error) when (IsUndone(error))
        {
            return error;
        }
        catch (Exception error)
        {
            foreach (var wish in wishes)
                wish.Fail(error);
            return null;
        }
    }

    /// <summary>The database refused it, or it did not come as far: one that cannot even be decided does not fail its
    /// neighbours. What a broken connection leaves nobody knows.</summary>
    private static bool IsUndone(Exception error) =>
        RefusalIn(error) is { } refusal
            ? !EndsConnection(refusal)
            : error is not NpgsqlException
                && error.GetBaseException() is not (NpgsqlException or IOException);

    private static PostgresException? RefusalIn(Exception error) =>
        error as PostgresException ?? error.GetBaseException() as PostgresException;

    /// <summary>Another process may have taken what this one saw as free, made the stock of the same newcomer or
    /// closed the event: then the tables refuse, and what is true now is read once more.</summary>
    private async Task RunOrRepeat(Carryover carryover, Turn turn, IReadOnlyList<Wish> wishes)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await batches.Run(carryover, turn, Unanswered(wishes), reads: attempt > 1);
                return;
            }
            catch (Exception error) when (attempt < AttemptsMax && IsOvertaken(error)) { }
        }
    }

    private static bool IsOvertaken(Exception error) =>
        RefusalIn(error) is { } refusal && IsOvertaken(refusal);

    private static bool IsOvertaken(PostgresException refusal) =>
        refusal.ConstraintName
            is TicketingTables.TakenWithinCapacity
                or TicketingTables.OneStockPerSubject
                or TicketingTables.ClosedTakeNothing
                or TicketingTables.SeatClaimedOnce
                or TicketingTables.OrdersNotOvertaken
                or TicketingTables.StocksNotOvertaken
                or TicketingTables.TermsNotOvertaken
                or RepeatedRequests.OneEffectPerKey
        || refusal.SqlState is PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure;

    /// <summary>Somebody ended the session, or the database stops: that may be said after the commit.</summary>
    private static bool EndsConnection(PostgresException error) =>
        error.InvariantSeverity is "FATAL" or "PANIC";

    private static Exception Explain(Exception error) =>
        RefusalIn(error)?.ConstraintName == TicketingTables.StocksOfUser
            ? new RefusedException(Problem.SignInNeeded())
        : IsOvertaken(error) ? new BusyException("Too many people are booking this event just now.")
        : error;

    private static List<Wish> Unanswered(IEnumerable<Wish> wishes) =>
        [.. wishes.Where(wish => !wish.IsAnswered)];
}
