using Npgsql;
using Seatmate.Accounts.Erasures;

namespace Seatmate.Tests.Accounts.Erasures;

public sealed class AccountLeavingTests
{
    [Fact]
    public async Task Whoever_leaves_is_found_in_facts_without_reading_all_of_them()
    {
        await using var server = await TestServer.StartAsync();
        var ben = await Cast.Ben(server);
        await server.Execute(
            """
            INSERT INTO platform.facts (kind, body, fanned_out)
            SELECT 'Other', jsonb_build_object('user_id', -n, 'order_id', n), true FROM generate_series(1, 20000) n
            """
        );
        await using var connection = new NpgsqlConnection(server.Connection);
        await connection.OpenAsync(TestContext.Current.CancellationToken);

        await connection.ShouldReadFewerThan(50, AccountLeaving.ForgetFacts.Replace("{0}", $"{ben.Id}"));
    }
}
