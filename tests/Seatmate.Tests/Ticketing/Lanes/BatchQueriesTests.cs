using Microsoft.Extensions.DependencyInjection;
using Seatmate.Ticketing.Lanes;

namespace Seatmate.Tests.Ticketing.Lanes;

/// <summary>A lane's statements are planned once, maybe while an event is new. They read as few rows when it has sold
/// thousands of places since.</summary>
public sealed class BatchQueriesTests
{
    private const int Seats = 5_000;
    private const int RowsMax = 60;

    private static readonly string[] Queries =
    [
        .. typeof(BatchQueries).GetFields().Where(query => query.IsLiteral).Select(query => query.Name),
    ];

    [Fact]
    public async Task Each_looks_up_its_rows_by_key()
    {
        await using var server = await TestServer.StartAsync(add: Sweeper.IsOff);
        var evening = await Evening.New(server, places: Seats);
        var hold = (await (await Cast.Ben(server)).Hold(evening)).ShouldBe(201);
        await using var connection = await server
            .Services.GetRequiredService<LaneDatabase>()
            .Source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await server.Execute(TwoServers.TermsUnchecked);
        string Execute(string query) => $"EXECUTE {query}{Parameters(query, evening.Id, hold.Id)}";
        foreach (var query in Queries)
        {
            var sql = typeof(BatchQueries).GetField(query)!.GetRawConstantValue();
            await QueryPlan.Run(connection, $"PREPARE {query} {TypesOf(query)} AS {sql}");
            await QueryPlan.Run(connection, Execute(query));
        }
        await Fill(evening, hold.Id);

        foreach (var query in Queries)
            await connection.ShouldReadFewerThan(RowsMax, Execute(query));
        Queries.Length.ShouldBeGreaterThan(7);
    }

    [Fact]
    public async Task Nothing_is_asked_of_a_connection_that_a_pooler_refuses()
    {
        await using var lanes = new LaneDatabase("Host=db.example");

        lanes.Source.ConnectionString.ShouldNotContain("Options");
    }

    /// <summary>Where PostgreSQL cannot tell by itself.</summary>
    private static string TypesOf(string query) =>
        query switch
        {
            nameof(BatchQueries.Buyers) => "(bigint, text[], bigint[])",
            nameof(BatchQueries.Stored) => "(text[], text[])",
            nameof(BatchQueries.Guests) or nameof(BatchQueries.Meet) => "(text[])",
            _ => "",
        };

    private static string Parameters(string query, long eventId, long orderId) =>
        query switch
        {
            nameof(BatchQueries.Buyers) => $"({eventId}, '{{guest,guest}}', '{{7,9}}')",
            nameof(BatchQueries.Guests) or nameof(BatchQueries.Meet) =>
                "('{guest7@example.org,Guest9@example.org,new@example.org}')",
            nameof(BatchQueries.Version) => $"({eventId}, 0, '{{}}')",
            nameof(BatchQueries.OrderIds) => "(2)",
            nameof(BatchQueries.TicketIds) => $"(1, '{{{orderId}}}')",
            nameof(BatchQueries.SpareIds) => "(2, 2, 2)",
            nameof(BatchQueries.Seats) => $"({eventId}, '{{7,9}}', '{{{orderId}}}')",
            nameof(BatchQueries.Vouchers) => $"({eventId}, '{{CODE7}}', '{{{orderId}}}')",
            nameof(BatchQueries.Holds) => $"({eventId}, '{{{orderId}}}')",
            nameof(BatchQueries.Stored) => "('{user:1,user:2}', '{k7,k9}')",
            _ => $"({eventId})",
        };

    private static async Task Fill(Evening evening, long orderId)
    {
        await evening.Seat(Seats);
        foreach (var sql in Fillings)
            await evening.Server.Execute(
                $"WITH given AS (SELECT {evening.Id} AS event, {orderId} AS order_id) {sql}"
            );
    }

    private static readonly string[] Fillings =
    [
        """
            INSERT INTO ticketing.seat_claims (event_id, seat_id, order_id)
            SELECT event_id, id, order_id FROM ticketing.seats, given WHERE event_id = event
            """,
        """
            INSERT INTO ticketing.stocks (event_id, kind, subject_id, capacity)
            SELECT event, 'guest', n, 5 FROM given, generate_series(1, 5000) AS n
            """,
        """
            , made AS (
                INSERT INTO ticketing.vouchers (event_id, code, percent_off)
                SELECT event, 'CODE' || n, 10 FROM given, generate_series(1, 5000) AS n RETURNING id)
            INSERT INTO ticketing.stocks (event_id, kind, subject_id, capacity)
            SELECT event, 'voucher', id, 5 FROM given, made
            """,
        """
            INSERT INTO ticketing.guests (email) SELECT 'guest' || n || '@example.org' FROM generate_series(1, 5000) AS n
            ON CONFLICT DO NOTHING
            """,
        """
            INSERT INTO platform.repeated_requests (scope, key, request_hash, status, body)
            SELECT 'user:1', 'k' || n, '', 201, '' FROM generate_series(1, 5000) AS n
            """,
        """
            INSERT INTO ticketing.orders (booking_id, event_id, buyer_id, status, total_tickets, total_minor, currency,
                breakdown, placed_at)
            SELECT gen_random_uuid(), event_id, buyer_id, 'confirmed', 1, 0, currency, breakdown, now()
            FROM given JOIN ticketing.orders ON id = order_id, generate_series(1, 5000)
            """,
    ];
}
