using Npgsql;

namespace Seatmate.Platform;

/// <summary>A promise about the data that must hold at any moment, as a query that finds what breaks it: each row is
/// one violation, its first column says what is wrong.</summary>
public sealed record Invariant(string Name, string ViolationsSql)
{
    private const int ViolationsShownMax = 20;

    /// <summary>What breaks it, up to a bound. Takes as long as it takes, unless the session says otherwise.</summary>
    public async Task<IReadOnlyList<string>> FindViolations(
        NpgsqlConnection connection,
        CancellationToken cancel
    )
    {
        await using var command = new NpgsqlCommand(
            $"{ViolationsSql} LIMIT {ViolationsShownMax}",
            connection
        );
        command.CommandTimeout = 0;
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var violations = new List<string>();
        while (await reader.ReadAsync(cancel))
            violations.Add(reader.GetString(0));
        return violations;
    }
}

/// <summary>Proves the invariants of all modules, in one snapshot of the database.</summary>
public sealed class Doctor(NpgsqlDataSource database, IEnumerable<Invariant> invariants)
{
    public sealed record Finding(string Invariant, IReadOnlyList<string> Violations);

    public async Task<IReadOnlyList<Finding>> Examine(CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var snapshot = await connection.BeginTransactionAsync(
            System.Data.IsolationLevel.RepeatableRead,
            cancel
        );
        var findings = new List<Finding>();
        foreach (var invariant in invariants)
            findings.Add(new(invariant.Name, await invariant.FindViolations(connection, cancel)));
        return findings;
    }
}
