using Npgsql;

namespace Seatmate.Tests;

/// <summary>Brings requests to the same point at the same time, so that what a guard prevents really happens without
/// it.</summary>
public static class Race
{
    private const string WaitingForRows = """
        SELECT count(*) FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock' AND wait_event IN ('transactionid', 'tuple')
        """;

    private static readonly TimeSpan TimeForACrowd = TimeSpan.FromSeconds(1);

    public static Task<T[]> AtOnce<T>(int count, Func<int, Task<T>> act) =>
        Task.WhenAll(Enumerable.Range(0, count).Select(number => Task.Run(() => act(number))));

    /// <summary>Keeps every write to <paramref name="table"/> waiting until <paramref name="waiting"/> transactions
    /// stand before it, past all their looking-up; then lets all go. Reading goes on meanwhile.</summary>
    public static async Task<T[]> AtOnceBefore<T>(
        TestServer server,
        string table,
        int waiting,
        int count,
        Func<int, Task<T>> act
    )
    {
        await using var gate = await Gate.Before(server, table);
        var all = AtOnce(count, act);
        await gate.ShouldHaveWaiting(waiting);
        await gate.Open();
        return await all;
    }

    /// <summary>The same for lanes, each of which lets one batch write at a time: the first requests, one for each
    /// lane, are held until everybody else waits behind them; then they pass, and the next batches are held until all
    /// have read and decided. So every lane decides about a whole crowd by what it saw before any other
    /// wrote.</summary>
    public static async Task<T[]> AtOnceInLanes<T>(
        TestServer server,
        string table,
        int lanes,
        int count,
        Func<int, Task<T>> act
    )
    {
        await using var first = await Gate.Before(server, table);
        var ahead = AtOnce(lanes, act);
        await first.ShouldHaveWaiting(lanes);
        var crowd = AtOnce(count - lanes, number => act(lanes + number));
        var behind = Gate.Before(server, table);
        await first.ShouldHaveWaiting(lanes + 1);
        await Task.Delay(TimeForACrowd);
        await first.Open();
        await using var second = await behind;
        await second.ShouldHaveWaiting(lanes);
        await second.Open();
        return [.. await ahead, .. await crowd];
    }

    /// <summary>So many transactions stand before a row that another one has locked.</summary>
    public static Task ShouldHaveWaitingForRows(this TestServer server, int count) =>
        Eventually.ShouldBeTrue(
            async () => await server.Ask<long>(WaitingForRows) == count,
            $"{count} transactions wait for somebody else's row"
        );
}

/// <summary>Closed to all who want to write to a table; reading goes on, unless it is said.</summary>
public sealed class Gate : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly TestServer server;
    private readonly string table;
    private readonly NpgsqlConnection connection;
    private readonly NpgsqlTransaction transaction;

    private Gate(TestServer server, string table, NpgsqlConnection connection, NpgsqlTransaction transaction)
    {
        this.server = server;
        this.table = table;
        this.connection = connection;
        this.transaction = transaction;
    }

    public static Task<Gate> Before(TestServer server, string table) =>
        Before(server, table, "SHARE ROW EXCLUSIVE");

    /// <summary>Closed to readers too.</summary>
    public static Task<Gate> BeforeReading(TestServer server, string table) =>
        Before(server, table, "ACCESS EXCLUSIVE");

    private static async Task<Gate> Before(TestServer server, string table, string mode)
    {
        var session = new NpgsqlConnection(server.Connection);
        await session.OpenAsync();
        var held = await session.BeginTransactionAsync();
        await using var hold = new NpgsqlCommand($"LOCK TABLE {table} IN {mode} MODE", session);
        await hold.ExecuteNonQueryAsync();
        return new(server, table, session, held);
    }

    public Task ShouldHaveWaiting(int count) =>
        Eventually.ShouldBeTrue(
            async () =>
                await server.Ask<long>(
                    """
                    SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = database
                    WHERE NOT granted AND relation = $1::regclass AND datname = current_database()
                    """,
                    table
                ) >= count,
            $"{count} transactions wait for {table}",
            Patience
        );

    public Task Open() => transaction.CommitAsync();

    public async ValueTask DisposeAsync()
    {
        await transaction.DisposeAsync();
        await connection.DisposeAsync();
    }
}
