using Npgsql;

namespace Seatmate.Platform;

/// <summary>A promise about the data that must hold at any moment, as a query that finds what breaks it: each row is
/// one violation, its first column says what is wrong.</summary>
public sealed record Invariant(string Name, string ViolationsSql);

/// <summary>Proves the invariants of all modules, in one snapshot of the database.</summary>
public sealed class Doctor(NpgsqlDataSource database, IEnumerable<Invariant> invariants)
{
    private const int ViolationsShownMax = 20;

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
            findings.Add(new(invariant.Name, await Violations(connection, invariant, cancel)));
        return findings;
    }

    private static async Task<List<string>> Violations(
        NpgsqlConnection connection,
        Invariant invariant,
        CancellationToken cancel
    )
    {
        await using var command = new NpgsqlCommand(
            $"{invariant.ViolationsSql} LIMIT {ViolationsShownMax}",
            connection
        );
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var violations = new List<string>();
        while (await reader.ReadAsync(cancel))
            violations.Add(reader.GetString(0));
        return violations;
    }
}
