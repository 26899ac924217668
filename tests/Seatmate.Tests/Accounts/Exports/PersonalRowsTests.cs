using Microsoft.Extensions.DependencyInjection;
using Seatmate.Accounts.Contracts;

namespace Seatmate.Tests.Accounts.Exports;

/// <summary>Every table that knows people is in their export, or here with the reason why not.</summary>
public sealed class PersonalRowsTests
{
    private static readonly Dictionary<string, string> NotShown = new(StringComparer.Ordinal)
    {
        ["accounts.mailed_secrets"] = "hashes of what was mailed; the mails are shown",
        ["accounts.second_steps"] = "the secret of an app",
        ["accounts.recovery_codes"] = "hashes of secrets",
        ["notifications.report_runs"] =
            "whose report was written last; a place in a queue, not a person's own",
        ["events.invitations_mailed"] = "a day's count of what they had mailed, to hashes of addresses",
        ["accounts.passkey_questions"] = "five minutes of a device's answer, and its secret",
        ["accounts.provider_visits"] = "ten minutes of a browser's way, and its secrets",
    };

    [Fact]
    public async Task Every_table_that_knows_people_is_in_their_export()
    {
        var known = await TestServer.Shared.Ask<string[]>(
            """
            SELECT array_agg(DISTINCT format('%s.%s', table_schema, table_name))
            FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
            WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')
                AND (column_name ~ '(user|buyer|author|actor|creator|owner|member|person|subject)_id$'
                    OR column_name ~ '_by$' AND data_type = 'bigint'
                    OR (table_schema || '.' || table_name)::regclass IN (
                        SELECT conrelid FROM pg_constraint
                        WHERE contype = 'f' AND confrelid = 'accounts.users'::regclass))
            """
        );
        known.Length.ShouldBeGreaterThan(12);
        var shown = Parts.SelectMany(part => part.Tables).ToHashSet(StringComparer.Ordinal);

        known
            .Where(table => !shown.Contains(table) && !NotShown.ContainsKey(table))
            .ShouldBeEmpty("Add PersonalRows to the module, or say in NotShown why its rows are not shown.");
    }

    [Fact]
    public async Task What_is_named_is_there()
    {
        foreach (var table in Parts.SelectMany(part => part.Tables).Concat(NotShown.Keys))
            (await TestServer.Shared.Ask<bool>("SELECT to_regclass($1) IS NOT NULL", table)).ShouldBeTrue(
                table
            );
        Parts.Select(part => part.File).ShouldBeUnique();
    }

    private static List<PersonalRows> Parts => [.. TestServer.Shared.Services.GetServices<PersonalRows>()];
}
