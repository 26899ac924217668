using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;
using Seatmate.Platform.Database;

namespace Seatmate.Tests.Tidy;

/// <summary>The mapping in …Tables.cs and the migrated database say the same, column by column.</summary>
public sealed class MappingTests
{
    /// <summary>Tables and columns that only SQL uses, and why.</summary>
    private static readonly Dictionary<string, string> OnlyInSql = new(StringComparer.Ordinal)
    {
        ["platform.deliveries"] = "taken and marked by the outbox's own statements",
        ["platform.jobs"] = "taken and marked by the job runner's own statements",
        ["platform.repeated_requests"] = "written before the request has a context",
        ["notifications.news"] = "counted up by reactions and taken by the job's own statement",
        ["notifications.reports"] = "written once by the reports' own statement",
        ["notifications.review_asks"] = "written once by the asking job's own statement",
        ["notifications.pushes"] = "a queue, taken and put off by its own statements",
        ["notifications.reminders"] = "written once by the reminding job's own statement",
        ["accounts.export_chunks"] = "written and read piece by piece",
        ["payments.invoice_numbers"] = "counted on by the one statement that also gives the number out",
        ["public.seatmate_migrations"] = "the ledger of the migrations themselves",
        ["ticketing.guests"] = "found or made by one statement, and met by their ids only",
        ["ticketing.stocks.lowered_to"] = "written when a limit is lowered, and read by its trigger only",
        ["ticketing.seats"] = "read by the lanes' own statements",
        ["ticketing.seat_claims"] = "written by the lanes' own statements and by Claims",
        ["platform.facts.happened_at"] = "set by the database",
    };

    [Fact]
    public async Task Every_mapped_column_is_there_and_may_be_null_as_mapped()
    {
        var columns = await ReadColumns();
        var mapped = MappedColumns();
        mapped.Count.ShouldBeGreaterThan(50);

        mapped
            .Where(column => !columns.TryGetValue(column.Key, out var nullable) || nullable != column.Value)
            .Select(column =>
                columns.ContainsKey(column.Key)
                    ? $"{column.Key} {(column.Value ? "may be null only in the mapping" : "may be null only in the database")}"
                    : $"{column.Key} is not in the database"
            )
            .ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_column_is_mapped_or_listed_as_only_in_SQL()
    {
        var mapped = MappedColumns();

        (await ReadColumns())
            .Keys.Where(column => !mapped.ContainsKey(column))
            .Where(column =>
                !OnlyInSql.ContainsKey(column) && !OnlyInSql.ContainsKey(column[..column.LastIndexOf('.')])
            )
            .ShouldBeEmpty("Map it, drop it, or say in OnlyInSql why it is not mapped.");
    }

    private static Dictionary<string, bool> MappedColumns()
    {
        using var scope = TestServer.Shared.Services.CreateScope();
        var model = scope.ServiceProvider.GetRequiredService<SeatmateDb>().Model;
        return model
            .GetEntityTypes()
            .Where(entity => entity.GetTableName() is not null)
            .SelectMany(entity => entity.GetProperties().Select(property => (entity, property)))
            .GroupBy(pair => Column(pair.entity, pair.property), StringComparer.Ordinal)
            .ToDictionary(
                group => group.Key,
                group => group.First().property.IsNullable,
                StringComparer.Ordinal
            );
    }

    private static string Column(IEntityType entity, IProperty property) =>
        $"{entity.GetSchema()}.{entity.GetTableName()}.{property.GetColumnName()}";

    private static async Task<Dictionary<string, bool>> ReadColumns()
    {
        var rows = await TestServer.Shared.Ask<string[]>(
            """
            SELECT array_agg(format('%s.%s.%s %s', table_schema, table_name, column_name, is_nullable))
            FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
            WHERE table_schema NOT IN ('pg_catalog', 'information_schema') AND table_type = 'BASE TABLE'
            """
        );
        return rows.Select(row => row.Split(' '))
            .ToDictionary(parts => parts[0], parts => parts[1] == "YES", StringComparer.Ordinal);
    }
}
