namespace Seatmate.Tests.Tidy;

/// <summary>What the migrations have made, asked from the database itself.</summary>
public sealed class SchemaTests
{
    [Fact]
    public async Task Every_rule_of_the_data_has_a_name_that_we_chose() =>
        (
            await Rows(
                """
                SELECT format('%s on %s', conname, conrelid::regclass) FROM pg_constraint
                JOIN pg_class ON pg_class.oid = conrelid
                WHERE connamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
                    AND (contype = 'c' AND conname ~ ('^' || relname || '_(.*_)?check\d*$')
                        OR contype = 'u' AND conname ~ ('^' || relname || '_.*_key\d*$')
                        OR contype = 'x' AND conname ~ ('^' || relname || '_.*_excl\d*$')
                        OR contype = 'p' AND cardinality(conkey) > 1 AND conname ~ ('^' || relname || '_pkey\d*$'))
                """
            )
        ).ShouldBeEmpty(
            "Write CONSTRAINT and a name that says the rule. Only a primary key of one column and references may keep the name "
                + "that PostgreSQL gives them."
        );

    [Fact]
    public async Task Every_index_has_a_name_that_we_chose() =>
        (
            await Rows(
                """
                SELECT indexname FROM pg_indexes
                WHERE schemaname NOT IN ('pg_catalog', 'information_schema') AND indexname ~ '_idx\d*$'
                """
            )
        ).ShouldBeEmpty("Name it after what it finds: things_by_what.");

    [Fact]
    public async Task Every_reference_is_found_by_an_index() =>
        (
            await Rows(
                """
                SELECT format('%s (%s)', conrelid::regclass, conname) FROM pg_constraint reference
                WHERE contype = 'f' AND NOT EXISTS (
                    SELECT FROM pg_index WHERE indrelid = conrelid
                        AND (string_to_array(indkey::text, ' ')::smallint[])[1:cardinality(conkey)] @> conkey
                )
                """
            )
        ).ShouldBeEmpty(
            "Deleting what is referred to reads the whole table: add an index that starts with the column."
        );

    [Fact]
    public async Task There_is_a_schema_to_look_at() =>
        (await Rows("SELECT tablename FROM pg_tables WHERE schemaname = 'accounts'")).ShouldContain("users");

    private static async Task<string[]> Rows(string sql) =>
        await TestServer.Shared.Ask<string[]>(
            $"SELECT coalesce(array_agg(row), '{{}}') FROM ({sql}) AS found(row)"
        );
}
