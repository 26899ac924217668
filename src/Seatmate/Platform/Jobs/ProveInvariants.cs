using System.Diagnostics.Metrics;
using Npgsql;
using Seatmate.Platform.Database;
using Seatmate.Platform.Outbox;

namespace Seatmate.Platform.Jobs;

/// <summary>The doctor on its round: proves every invariant while the program runs, and raises an alarm when one is
/// violated. Each is one statement and so sees one moment; no snapshot is kept from one to the next, because an old
/// one makes hot rows slow. It reads only, on a connection of its own, one statement at a time without helpers, rests
/// nine times as long as each took, and lets go at once when buyers rush in.</summary>
public sealed class ProveInvariants(
    DatabaseAddress address,
    IEnumerable<Invariant> invariants,
    Rush rush,
    IMeterFactory meters,
    TimeProvider clock,
    ILogger<ProveInvariants> log
) : IJob
{
    public const string MeterName = "Seatmate";
    public const string Violated = "seatmate.invariants.violated";

    /// <summary>Its own.</summary>
    public static readonly ConnectionUse Connections = new(1);

    private const int ShareOfTime = 10;
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromSeconds(1);

    private readonly Counter<int> alarms = meters
        .Create(MeterName)
        .CreateCounter<int>(Violated, description: "Invariants that a round found violated");

    private TimeSpan worked;

    public TimeSpan Every => TimeSpan.FromMinutes(10);

    public bool HasRun { get; private set; }

    /// <summary>Fails when one is violated, so that platform.jobs says it to all processes.</summary>
    public async Task Run(CancellationToken cancel)
    {
        await using var connection = new NpgsqlConnection(OwnConnection());
        await connection.OpenAsync(cancel);
        HasRun = await IsOnlyOne(connection, cancel);
        if (!HasRun)
            return;
        var violated = 0;
        foreach (var invariant in invariants)
        {
            if (!await Holds(invariant, connection, cancel))
                violated++;
            await Task.Delay(worked * (ShareOfTime - 1), clock, cancel);
        }
        if (violated > 0)
            throw new InvalidOperationException($"{violated} invariants are violated: the log says how.");
    }

    private async Task<bool> Holds(Invariant invariant, NpgsqlConnection connection, CancellationToken cancel)
    {
        try
        {
            var violations = await FindInCalm(invariant, connection, cancel);
            if (violations.Count == 0)
                return true;
            log.LogError(
                "ALARM: it does not hold that {Invariant}: {Violations}",
                invariant.Name,
                string.Join("; ", violations)
            );
            alarms.Add(1, new KeyValuePair<string, object?>("invariant", invariant.Name));
            return false;
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.QueryCanceled)
        {
            log.LogWarning(
                "It took too long to prove that {Invariant}; `seatmate doctor` takes its time",
                invariant.Name
            );
            return true;
        }
    }

    /// <summary>Begins when no buyers rush in, and once more when they do so meanwhile.</summary>
    private async Task<IReadOnlyList<string>> FindInCalm(
        Invariant invariant,
        NpgsqlConnection connection,
        CancellationToken cancel
    )
    {
        while (true)
        {
            while (rush.IsOn)
                await Task.Delay(LookAgainAfter, clock, cancel);
            using var calm = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            var finding = Find(invariant, connection, calm.Token);
            while (await Task.WhenAny(finding, Task.Delay(LookAgainAfter, clock, cancel)) != finding)
                if (rush.IsOn)
                    await calm.CancelAsync();
            try
            {
                return await finding;
            }
            catch (OperationCanceledException) when (!cancel.IsCancellationRequested) { }
        }
    }

    private async Task<IReadOnlyList<string>> Find(
        Invariant invariant,
        NpgsqlConnection connection,
        CancellationToken cancel
    )
    {
        var started = clock.GetTimestamp();
        try
        {
            return await invariant.FindViolations(connection, cancel);
        }
        finally
        {
            worked = clock.GetElapsedTime(started);
        }
    }

    /// <summary>A round that is longer than its interval is not joined by another.</summary>
    private static async Task<bool> IsOnlyOne(NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            """
            SET default_transaction_read_only = on;
            SET statement_timeout = '2min';
            SET max_parallel_workers_per_gather = 0;
            SELECT pg_try_advisory_lock(hashtext('ProveInvariants'))
            """,
            connection
        );
        return (bool)(await command.ExecuteScalarAsync(cancel))!;
    }

    private string OwnConnection() =>
        new NpgsqlConnectionStringBuilder(address.ConnectionString)
        {
            Pooling = false,
            ApplicationName = "seatmate doctor",
        }.ConnectionString;
}
