using Npgsql;

namespace Seatmate.Platform.Database;

/// <summary>The connections of this process for all but its lanes. Few: a crowd waits for one of them, in order of
/// arrival, instead of having PostgreSQL start a process for each, until it has none left for other nodes. Nobody
/// changes a session for longer than a transaction: it is not reset, which would also forget what is
/// prepared.</summary>
public static class ConnectionPool
{
    private const int ConnectionsMax = 30;

    /// <summary>What is asked again and again is prepared, so many statements a connection.</summary>
    private const int StatementsMax = 100;

    public static NpgsqlDataSource Open(string connectionString) =>
        new NpgsqlDataSourceBuilder(Complete(connectionString)) { Name = "seatmate" }.Build();

    /// <summary>As many at most as the connection string says ("Maximum Pool Size"), else 30.</summary>
    public static ConnectionUse UseOf(string connectionString) =>
        new(new NpgsqlConnectionStringBuilder(Complete(connectionString)).MaxPoolSize);

    /// <summary>What is said last counts.</summary>
    private static string Complete(string connectionString) =>
        $"Maximum Pool Size={ConnectionsMax};Max Auto Prepare={StatementsMax};No Reset On Close=true;"
        + connectionString;
}
