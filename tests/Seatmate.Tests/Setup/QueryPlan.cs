using System.Data.Common;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Seatmate.Platform.Database;

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
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ShouldReadFewerThan(rows);
    }

    /// <summary>The same for what is asked through the model.</summary>
    public static async Task ShouldReadFewerThan<T>(this SeatmateDb db, int rows, IQueryable<T> query)
    {
        await db.Database.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var command = query.CreateDbCommand();
        await command.ShouldReadFewerThan(rows);
    }

    private static async Task ShouldReadFewerThan(this DbCommand command, int rows)
    {
        command.CommandText = $"EXPLAIN (ANALYZE, FORMAT JSON) {command.CommandText}";
        var plan = await command.ExecuteScalarAsync(TestContext.Current.CancellationToken) as string;
        RowsOf(JsonDocument.Parse(plan!).RootElement[0].GetProperty("Plan"))
            .ShouldBeLessThan(rows, $"{command.CommandText}: {plan}");
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
