using System.Diagnostics;
using Npgsql;

namespace Seatmate.Bench;

/// <summary>The limit of one transaction per purchase: the same database, a stock row that everybody wants, an order
/// and a ticket, committed one by one from some number of connections.</summary>
public static class OneByOne
{
    private const string Tables = """
        CREATE SCHEMA IF NOT EXISTS one_by_one;
        DROP TABLE IF EXISTS one_by_one.stock, one_by_one.orders, one_by_one.tickets;
        CREATE TABLE one_by_one.stock (id int PRIMARY KEY, capacity bigint, taken bigint, CHECK (taken BETWEEN 0 AND capacity));
        CREATE TABLE one_by_one.orders (id bigserial PRIMARY KEY, buyer bigint, at timestamptz DEFAULT now());
        CREATE TABLE one_by_one.tickets (id bigserial PRIMARY KEY, order_id bigint);
        INSERT INTO one_by_one.stock VALUES (1, 1000000000, 0);
        """;

    /// <summary>Purchases a second at each number of connections, which are closed before it returns: the sale may
    /// need them.</summary>
    public static async Task<IReadOnlyDictionary<int, double>> Measure(
        NpgsqlDataSource database,
        TimeSpan duration,
        int[] connections
    )
    {
        await using (var command = database.CreateCommand(Tables))
            await command.ExecuteNonQueryAsync();
        var found = new Dictionary<int, double>();
        foreach (var count in connections)
            found[count] = await Measure(database, duration, count);
        database.Clear();
        return found;
    }

    private static async Task<double> Measure(NpgsqlDataSource database, TimeSpan duration, int connections)
    {
        var clock = Stopwatch.StartNew();
        var counts = await Task.WhenAll(
            Enumerable
                .Range(0, connections)
                .Select(buyer => Task.Run(() => Buy(database, buyer, clock, duration)))
        );
        return counts.Sum() / clock.Elapsed.TotalSeconds;
    }

    private static async Task<int> Buy(
        NpgsqlDataSource database,
        long buyer,
        Stopwatch clock,
        TimeSpan duration
    )
    {
        await using var connection = await database.OpenConnectionAsync();
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new("BEGIN"));
        batch.BatchCommands.Add(
            new("UPDATE one_by_one.stock SET taken = taken + 1 WHERE id = 1 AND taken < capacity")
        );
        batch.BatchCommands.Add(
            new(
                """
                WITH made AS (INSERT INTO one_by_one.orders (buyer) VALUES ($1) RETURNING id)
                INSERT INTO one_by_one.tickets (order_id) SELECT id FROM made
                """
            )
            {
                Parameters = { new() { Value = buyer } },
            }
        );
        batch.BatchCommands.Add(new("COMMIT"));
        await batch.PrepareAsync();
        var count = 0;
        for (; clock.Elapsed < duration; count++)
            await batch.ExecuteNonQueryAsync();
        return count;
    }
}
