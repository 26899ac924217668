using Npgsql;

namespace Seatmate.Tests.Ticketing;

/// <summary>Orders, claims and tickets have triggers instead of foreign keys; each refuses what a foreign key
/// would.</summary>
public sealed class ReferencesTests(OwnServer own) : IClassFixture<OwnServer>
{
    private const string AnyOrder = "SELECT id FROM ticketing.orders ORDER BY id LIMIT 1";

    public static TheoryData<string, string> Strays =>
        new()
        {
            {
                "orders_refer_to_event",
                "INSERT INTO ticketing.orders (event_id, status, total_tickets, total_minor, currency, breakdown, placed_at) VALUES (-1, 'confirmed', 1, 0, 'EUR', '{}', now())"
            },
            {
                "claims_refer_to_order_and_stock",
                "INSERT INTO ticketing.claims (order_id, stock_id, quantity) SELECT -1, id, 1 FROM ticketing.stocks LIMIT 1"
            },
            {
                "claims_refer_to_order_and_stock",
                $"INSERT INTO ticketing.claims (order_id, stock_id, quantity) SELECT id, -1, 1 FROM ({AnyOrder}) AS o"
            },
            {
                "tickets_refer_to_order_and_section",
                $"INSERT INTO ticketing.tickets (order_id, event_id, section_id) SELECT id, 1, -1 FROM ({AnyOrder}) AS o"
            },
            { "tickets_move_to_a_section", "UPDATE ticketing.tickets SET section_id = -1" },
            {
                "stocks_of_a_user",
                "INSERT INTO ticketing.stocks (event_id, kind, subject_id, capacity) SELECT id, 'person', -1, 1 FROM events.events LIMIT 1"
            },
            { "stocks_taken_stay", "DELETE FROM ticketing.stocks WHERE taken > 0" },
            {
                "stocks_share_a_pool_of_their_event",
                "UPDATE ticketing.stocks SET pool_id = id WHERE kind = 'section'"
            },
            {
                "stocks_shared_stay",
                """
                    INSERT INTO ticketing.stocks (event_id, kind, subject_id, capacity)
                    SELECT event_id, 'pool', 0, 1000 FROM ticketing.stocks WHERE kind = 'section' ORDER BY id DESC LIMIT 1;
                    UPDATE ticketing.stocks SET pool_id = (SELECT max(id) FROM ticketing.stocks WHERE kind = 'pool')
                    WHERE id = (SELECT max(id) FROM ticketing.stocks WHERE kind = 'section');
                    UPDATE ticketing.stocks SET taken = 0 WHERE kind = 'pool';
                    DELETE FROM ticketing.stocks WHERE kind = 'pool'
                    """
            },
            { "sections_with_tickets_stay", "DELETE FROM ticketing.sections" },
            { "orders_with_claims_stay", $"DELETE FROM ticketing.orders WHERE id IN ({AnyOrder})" },
        };

    [Theory]
    [MemberData(nameof(Strays))]
    public async Task What_refers_to_nothing_is_refused_and_what_is_referred_to_stays(string rule, string sql)
    {
        var server = own.Server;
        var evening = await Evening.New(server);
        (await (await Cast.Ben(server)).Book(evening)).ShouldBe(201);

        var refused = await Should.ThrowAsync<PostgresException>(() => server.Execute(sql));

        refused.SqlState.ShouldBe(PostgresErrorCodes.ForeignKeyViolation);
        refused.ConstraintName.ShouldBe(rule);
        await server.ShouldBeSound();
    }

    [Fact]
    public async Task Who_leaves_is_forgotten_by_their_orders_and_books_nothing_more()
    {
        var server = own.Server;
        var evening = await Evening.New(server, price: 10);
        var ben = await Cast.Ben(server);
        await ben.Buy(evening);

        (await ben.Delete($"/user/{ben.Id}")).ShouldBe(200);

        (await server.Ask<long>("SELECT count(*) FROM ticketing.orders WHERE buyer_id IS NULL")).ShouldBe(1);
        await Should.ThrowAsync<PostgresException>(() =>
            server.Execute("UPDATE ticketing.stocks SET taken = taken + 1 WHERE kind = 'person'")
        );
        await server.ShouldBeSound();
    }
}
