using Npgsql;

namespace Seatmate.Ticketing.Lanes;

/// <summary>The lanes' own connections: few, with their handful of statements prepared once and kept.</summary>
public sealed class LaneDatabase(string connectionString) : IAsyncDisposable
{
    private const int ConnectionsMax = 16;
    private const int StatementsMax = 64;

    public NpgsqlDataSource Source { get; } =
        NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(connectionString)
            {
                MaxPoolSize = ConnectionsMax,
                MaxAutoPrepare = StatementsMax,
                AutoPrepareMinUsages = 2,
            }.ConnectionString
        );

    public ValueTask DisposeAsync() => Source.DisposeAsync();
}
