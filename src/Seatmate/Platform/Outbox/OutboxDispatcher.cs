using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Seatmate.Platform.Database;

namespace Seatmate.Platform.Outbox;

/// <summary>Carries facts to their reactions: gives each new fact one delivery per reaction, then runs the deliveries
/// that are due; what is urgent by workers of its own, so that it never waits behind what can wait. Deliveries are
/// taken with SKIP LOCKED, so any number of processes share the work; one that fails is tried again after growing
/// delays (1 s, 2 s, 4 s … 1 h) for ever, with its last error to look at. While buyers rush in, what can wait trickles.
/// A reaction that takes many gets what is due of it together.</summary>
public sealed class OutboxDispatcher(
    IServiceScopeFactory scopes,
    NpgsqlDataSource database,
    IEnumerable<ReactionRoute> routes,
    OutboxWaker waker,
    Rush rush,
    Trickle trickle,
    ILogger<OutboxDispatcher> log
) : BackgroundService
{
    /// <summary>What is due of these reactions, longest first. Each by itself: what waits for one, however much, is
    /// not read to find what is due of another.</summary>
    public const string Due = """
        SELECT due.fact_id, wanted.reaction FROM unnest($1) AS wanted(reaction), LATERAL (
            SELECT fact_id, due_at FROM platform.deliveries
            WHERE reaction = wanted.reaction AND done_at IS NULL AND due_at <= now() ORDER BY due_at LIMIT $2
        ) AS due
        ORDER BY due.due_at LIMIT $2
        """;

    /// <summary>By their facts, and not among all that is due (num_nulls), however little that was when it was last
    /// counted.</summary>
    public const string TakeOne = Taken + "AND d.fact_id = {0}" + TakenOldestFirst;

    /// <summary>The same for several; of one, PostgreSQL keeps a plan.</summary>
    public const string TakeMany = Taken + "AND d.fact_id = ANY ({0})" + TakenOldestFirst;

    private const string Taken = """
        SELECT f.id AS "FactId", f.body::text AS "Body"
        FROM platform.deliveries d JOIN platform.facts f ON f.id = d.fact_id
        WHERE d.reaction = {1} AND num_nulls(d.done_at) = 1 AND d.due_at <= now()

        """;
    private const string TakenOldestFirst = " ORDER BY d.fact_id FOR UPDATE OF d SKIP LOCKED";

    private const int FactsPerFanOut = 500;
    private const int DeliveriesAtOnce = 4;
    private const int DeliveriesPerLook = 100;
    private static readonly TimeSpan PauseInRush = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(500);

    private readonly Dictionary<string, ReactionRoute> routeByReaction = routes.ToDictionary(
        route => route.Reaction,
        StringComparer.Ordinal
    );
    private readonly ConcurrentQueue<DueDeliveries> ahead = new();
    private readonly SemaphoreSlim fresh = new(0, 1);
    private readonly string[] kinds = [.. routes.Select(route => route.Kind)];
    private readonly string[] reactions = [.. routes.Select(route => route.Reaction)];
    private readonly string[] urgent = [.. routes.Where(r => r.IsUrgent).Select(r => r.Reaction)];
    private readonly string[] patient = [.. routes.Where(r => !r.IsUrgent).Select(r => r.Reaction)];

    public override void Dispose()
    {
        fresh.Dispose();
        base.Dispose();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(
            Run(() => RunUrgent(stoppingToken), waker.Sleep, stoppingToken),
            Run(() => RunPatient(stoppingToken), fresh.WaitAsync, stoppingToken)
        );

    private async Task Run(
        Func<Task<bool>> runOnce,
        Func<TimeSpan, CancellationToken, Task> sleep,
        CancellationToken stoppingToken
    )
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (!await runOnce())
                    await sleep(LookAgainAfter, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                log.LogTrouble(error, "The outbox will look again in a moment");
                await Task.Delay(TimeSpan.FromSeconds(1), stoppingToken)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Gives new facts their deliveries and does what is urgent; true when there was something.</summary>
    private async Task<bool> RunUrgent(CancellationToken cancel)
    {
        var fanned = await FanOut(cancel);
        if (fanned > 0 && fresh.CurrentCount == 0)
            fresh.Release();
        if (await Deliver(urgent, cancel))
            return true;
        if (rush.IsOn)
            await Task.Delay(PauseInRush, cancel);
        return fanned > 0 || rush.IsOn;
    }

    /// <summary>What can wait: in a rush a little of it; true when there was something.</summary>
    private async Task<bool> RunPatient(CancellationToken cancel)
    {
        if (!rush.IsOn)
            return await Deliver(patient, cancel);
        await trickle.Run("patient", () => DeliverNext(cancel), cancel);
        return true;
    }

    /// <summary>What can wait is left where it is as soon as buyers rush in.</summary>
    private async Task<bool> Deliver(string[] which, CancellationToken cancel)
    {
        var any = false;
        var due = new ConcurrentQueue<DueDeliveries>(await LookUp(which, cancel));
        while (!due.IsEmpty)
        {
            var alone = new ConcurrentQueue<DueDeliveries>();
            var workers = Enumerable
                .Range(0, DeliveriesAtOnce)
                .Select(_ => DeliverAll(due, alone, which == urgent, cancel));
            any |= (await Task.WhenAll(workers)).Any(did => did);
            due = alone;
        }
        return any;
    }

    private async Task<bool> DeliverAll(
        ConcurrentQueue<DueDeliveries> due,
        ConcurrentQueue<DueDeliveries> alone,
        bool areUrgent,
        CancellationToken cancel
    )
    {
        var any = false;
        while ((areUrgent || !rush.IsOn) && !cancel.IsCancellationRequested && due.TryDequeue(out var next))
            any |= await Deliver(next, alone, cancel);
        return any;
    }

    private async Task DeliverNext(CancellationToken cancel)
    {
        if (ahead.IsEmpty)
        {
            foreach (var due in await LookUp(patient, cancel))
                ahead.Enqueue(due);
        }
        while (ahead.TryDequeue(out var next))
            if (await Deliver(next, ahead, cancel))
                return;
    }

    private async Task<int> FanOut(CancellationToken cancel)
    {
        await using var command = database.CreateCommand(
            """
            WITH fresh AS (
                SELECT id, kind FROM platform.facts WHERE NOT fanned_out ORDER BY id LIMIT $1 FOR UPDATE SKIP LOCKED
            ), routed AS (
                INSERT INTO platform.deliveries (fact_id, reaction)
                SELECT fresh.id, route.reaction
                FROM fresh JOIN unnest($2::text[], $3::text[]) AS route(kind, reaction) USING (kind)
                ON CONFLICT DO NOTHING
            )
            UPDATE platform.facts SET fanned_out = true FROM fresh WHERE facts.id = fresh.id
            """
        );
        command.Parameters.AddWithValue(FactsPerFanOut);
        command.Parameters.AddWithValue(kinds);
        command.Parameters.AddWithValue(reactions);
        return await command.ExecuteNonQueryAsync(cancel);
    }

    private async Task<IReadOnlyList<DueDeliveries>> LookUp(string[] which, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(Due);
        command.Parameters.AddWithValue(which);
        command.Parameters.AddWithValue(DeliveriesPerLook);
        var due = new List<(long FactId, string Reaction)>();
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
            due.Add((reader.GetInt64(0), reader.GetString(1)));
        return
        [
            .. due.GroupBy(key => routeByReaction[key.Reaction].TakesMany ? (0, key.Reaction) : key)
                .Select(together => new DueDeliveries(
                    together.Key.Reaction,
                    [.. together.Select(key => key.FactId)]
                )),
        ];
    }

    /// <summary>Several in one transaction, but for those that are to be delivered by themselves afterwards. False when
    /// none is due any more, or somebody else is at them.</summary>
    private async Task<bool> Deliver(
        DueDeliveries due,
        ConcurrentQueue<DueDeliveries> alone,
        CancellationToken cancel
    )
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<SeatmateDb>();
        // What fails is undone whole: nothing needs a savepoint of its own.
        db.Database.AutoSavepointsEnabled = false;
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var taken = await Take(db, due, cancel);
        if (taken.Count == 0)
            return false;
        var ids = taken.Select(each => each.FactId).ToArray();
        try
        {
            var bodies = taken.Select(each => each.Body).ToArray();
            var seen = await routeByReaction[due.Reaction].Call(scope.ServiceProvider, bodies, cancel);
            await db.SaveChangesAsync(cancel);
            var done = ids.Where((_, i) => seen[i]).ToArray();
            await db.Database.ExecuteSqlAsync(
                $"UPDATE platform.deliveries SET done_at = now() WHERE fact_id = ANY ({done}) AND reaction = {due.Reaction}",
                cancel
            );
            await transaction.CommitAsync(CancellationToken.None);
            ByThemselves(ids.Except(done));
        }
        catch (Exception error) when (!cancel.IsCancellationRequested)
        {
            await transaction.DisposeAsync();
            if (ids is [var id])
                await Postpone(due.Reaction, id, error, cancel);
            else
            {
                log.LogWarning(
                    error,
                    "{Reaction} failed for {Count} facts together",
                    due.Reaction,
                    ids.Length
                );
                ByThemselves(ids);
            }
        }
        return true;

        void ByThemselves(IEnumerable<long> factIds)
        {
            foreach (var factId in factIds)
                alone.Enqueue(due with { FactIds = [factId] });
        }
    }

    /// <summary>Locked until the transaction ends, those that nobody else is at; oldest first.</summary>
    private static Task<List<TakenDelivery>> Take(
        SeatmateDb db,
        DueDeliveries due,
        CancellationToken cancel
    ) =>
        due.FactIds is [var one]
            ? db.Database.SqlQueryRaw<TakenDelivery>(TakeOne, one, due.Reaction).ToListAsync(cancel)
            : db.Database.SqlQueryRaw<TakenDelivery>(TakeMany, due.FactIds, due.Reaction).ToListAsync(cancel);

    /// <summary>Unless it was done all the same: nobody knows what became of a commit that failed.</summary>
    private async Task Postpone(string reaction, long factId, Exception error, CancellationToken cancel)
    {
        log.LogError(error, "{Reaction} failed for fact {FactId}; it will be tried again", reaction, factId);
        await using var command = database.CreateCommand(
            """
            UPDATE platform.deliveries
            SET attempts = attempts + 1, last_error = $3,
                due_at = now() + make_interval(secs => least(3600, power(2, least(attempts, 12))))
            WHERE fact_id = $1 AND reaction = $2 AND done_at IS NULL
            """
        );
        command.Parameters.AddWithValue(factId);
        command.Parameters.AddWithValue(reaction);
        command.Parameters.AddWithValue(error.Message);
        await command.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>One fact, or several for a reaction that takes many.</summary>
    private sealed record DueDeliveries(string Reaction, long[] FactIds);

    private sealed record TakenDelivery(long FactId, string Body);
}
