using Npgsql;

namespace Seatmate.Tests;

/// <summary>A transaction that a test holds open, for requests to wait behind.</summary>
public sealed class OpenTransaction : IAsyncDisposable
{
    private readonly TestServer server;
    private readonly NpgsqlConnection connection;
    private readonly NpgsqlTransaction transaction;

    private OpenTransaction(TestServer server, NpgsqlConnection connection, NpgsqlTransaction transaction)
    {
        this.server = server;
        this.connection = connection;
        this.transaction = transaction;
    }

    /// <summary>Begins with this SQL ($1, $2 … are the values).</summary>
    public static async Task<OpenTransaction> Begin(TestServer server, string sql, params object[] values)
    {
        var session = new NpgsqlConnection(server.Connection);
        await session.OpenAsync();
        var begun = new OpenTransaction(server, session, await session.BeginTransactionAsync());
        await begun.Execute(sql, values);
        return begun;
    }

    public async Task Execute(string sql, params object[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Waits until so many others wait for what this one holds.</summary>
    public Task ShouldBeAwaited(int by = 1) =>
        Eventually.ShouldBeTrue(
            () =>
                server.Ask<bool>(
                    "SELECT count(*) = $2 FROM pg_stat_activity WHERE $1 = ANY (pg_blocking_pids(pid))",
                    connection.ProcessID,
                    (long)by
                ),
            "somebody waits for what the test holds"
        );

    public Task Commit() => transaction.CommitAsync();

    public async ValueTask DisposeAsync()
    {
        await transaction.DisposeAsync();
        await connection.DisposeAsync();
    }
}
