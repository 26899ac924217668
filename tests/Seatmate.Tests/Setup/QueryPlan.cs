using System.Text.Json;
using Npgsql;

namespace Seatmate.Tests;

/// <summary>How much a statement reads.</summary>
public static class QueryPlan
{
    public static async Task<string?> Run(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken) as string;
    }

    /// <summary>Executes it; fails with the plan when its parts gave or threw away as many rows.</summary>
    public static async Task ShouldReadFewerThan(this NpgsqlConnection connection, int rows, string sql)
    {
        var plan = await Run(connection, $"EXPLAIN (ANALYZE, FORMAT JSON) {sql}");
        RowsOf(JsonDocument.Parse(plan!).RootElement[0].GetProperty("Plan"))
            .ShouldBeLessThan(rows, $"{sql}: {plan}");
    }

    private static double RowsOf(JsonElement node)
    {
        var rows =
            Number(node, "Actual Rows")
            + Number(node, "Rows Removed by Filter")
            + Number(node, "Rows Removed by Join Filter");
        var own = rows * Number(node, "Actual Loops");
        return node.TryGetProperty("Plans", out var parts) ? own + parts.EnumerateArray().Sum(RowsOf) : own;
    }

    private static double Number(JsonElement node, string name) =>
        node.TryGetProperty(name, out var value) ? value.GetDouble() : 0;
}
