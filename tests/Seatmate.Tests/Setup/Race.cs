using Npgsql;

namespace Seatmate.Tests;

/// <summary>Brings requests to the same point at the same time, so that what a guard prevents really happens without it.</summary>
public static class Race
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static Task<T[]> AtOnce<T>(int count, Func<int, Task<T>> act) =>
        Task.WhenAll(Enumerable.Range(0, count).Select(number => Task.Run(() => act(number))));

    /// <summary>Keeps every write to <paramref name="table"/> waiting until <paramref name="waiting"/> transactions stand
    /// before it, past all their looking-up; then lets all go. Reading goes on meanwhile.</summary>
    public static async Task<T[]> AtOnceBefore<T>(
        TestServer server,
        string table,
        int waiting,
        int count,
        Func<int, Task<T>> act
    )
    {
        await using var connection = new NpgsqlConnection(server.Connection);
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var hold = new NpgsqlCommand(
            $"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE",
            connection
        );
        await hold.ExecuteNonQueryAsync();
        var all = AtOnce(count, act);
        await Eventually.ShouldBeTrue(
            async () =>
                await server.Ask<long>(
                    "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = $1::regclass",
                    table
                ) >= waiting,
            $"{waiting} transactions wait to write to {table}",
            Patience
        );
        await transaction.CommitAsync();
        return await all;
    }
}
