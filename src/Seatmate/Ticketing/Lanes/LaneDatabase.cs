using Npgsql;

namespace Seatmate.Ticketing.Lanes;

/// <summary>The lanes' own connections: few, with their handful of statements prepared once and kept.</summary>
public sealed class LaneDatabase(string connectionString) : IAsyncDisposable
{
    public const int ConnectionsMax = 16;
    private const int StatementsMax = 64;

    /// <summary>A whole batch goes out at once: PostgreSQL must not wait for the rest of it with rows locked.</summary>
    private const int WriteBufferBytes = 512 * 1024;

    /// <summary>A lane only looks things up by their keys; a plan that was made while a table was empty must not read
    /// all of it later. Said in the session: a pooler may refuse options of a connection.</summary>
    private const string PlansByKey = "SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off";

    public NpgsqlDataSource Source { get; } = Open(connectionString);

    public ValueTask DisposeAsync() => Source.DisposeAsync();

    private static NpgsqlDataSource Open(string connectionString)
    {
        var builder = new NpgsqlDataSourceBuilder(connectionString);
        var pool = builder.ConnectionStringBuilder;
        pool.MaxPoolSize = ConnectionsMax;
        pool.MaxAutoPrepare = StatementsMax;
        pool.AutoPrepareMinUsages = 2;
        pool.NoResetOnClose = true;
        pool.WriteBufferSize = WriteBufferBytes;
        builder.UsePhysicalConnectionInitializer(
            _ => throw new NotSupportedException("Lanes open their connections asynchronously."),
            PlanByKey
        );
        return builder.Build();
    }

    private static async Task PlanByKey(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand(PlansByKey, connection);
        await command.ExecuteNonQueryAsync();
    }
}
