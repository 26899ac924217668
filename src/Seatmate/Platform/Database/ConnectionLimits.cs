using Npgsql;

namespace Seatmate.Platform.Database;

/// <summary>So many connections of this process at most, for one purpose; all of them together are what it may take
/// at once.</summary>
public sealed record ConnectionUse(int Most);

/// <summary>How many connections the database gives: all processes together what is not reserved for others, and
/// fewer where its role or the database itself has a limit.</summary>
public sealed record ConnectionLimits(int Server, int? Role, int? Database)
{
    private const string Question = """
        SELECT current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
                - coalesce(current_setting('reserved_connections', true)::int, 0),
            (SELECT nullif(rolconnlimit, -1) FROM pg_roles WHERE rolname = session_user),
            (SELECT nullif(datconnlimit, -1) FROM pg_database WHERE datname = current_database())
        """;

    public static async Task<ConnectionLimits> Read(NpgsqlDataSource database, CancellationToken cancel)
    {
        await using var ask = database.CreateCommand(Question);
        await using var row = await ask.ExecuteReaderAsync(cancel);
        await row.ReadAsync(cancel);
        return new(row.GetInt32(0), Limit(row, 1), Limit(row, 2));
    }

    /// <summary>What to tell whoever starts a process that may take so many; null when the database gives as
    /// many.</summary>
    public string? WarningFor(int wanted)
    {
        var (most, limit) = Smallest();
        return most >= wanted
            ? null
            : $"WARNING: this process takes up to {wanted} connections, and the database gives {most} ({limit}): "
                + $"let it give {wanted} for each process, or take fewer by 'Maximum Pool Size' in DATABASE_URL";
    }

    private (int Most, string Limit) Smallest() =>
        new[]
        {
            (Most: Server, Limit: "max_connections without those reserved"),
            (Most: Role ?? int.MaxValue, Limit: "CONNECTION LIMIT of its role"),
            (Most: Database ?? int.MaxValue, Limit: "CONNECTION LIMIT of the database"),
        }.MinBy(one => one.Most);

    private static int? Limit(NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.GetInt32(column);
}
