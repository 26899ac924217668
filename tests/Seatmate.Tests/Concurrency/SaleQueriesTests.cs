using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Seatmate.Notifications;
using Seatmate.Notifications.Mails;
using Seatmate.Platform.Database;
using Seatmate.Platform.Outbox;
using Seatmate.Ticketing.Orders;
using Seatmate.Ticketing.Tickets;

namespace Seatmate.Tests.Concurrency;

/// <summary>What looks for work again and again beside a sale, and who looks at a page of something, reads no more when
/// much was sold, or waits; also while PostgreSQL has not counted yet what came in the rush.</summary>
public sealed class SaleQueriesTests(UnsweptServer own) : IClassFixture<UnsweptServer>
{
    private const int Many = 30_000;
    private const int RowsMax = 10;

    /// <summary>What the server itself has under way is read with it.</summary>
    private const int BesideOthers = RowsMax * 3;

    [Fact]
    public async Task Who_looks_for_orders_past_their_deadline_does_not_read_the_others()
    {
        var evening = await Evening.New(own.Server, price: 10);
        var order = (await (await Cast.Ben(own.Server)).Book(evening)).ShouldBe(201);
        await own.Server.Execute(
            $"""
            INSERT INTO ticketing.orders (booking_id, event_id, buyer_id, status, total_tickets, total_minor, currency,
                breakdown, placed_at)
            SELECT gen_random_uuid(), event_id, buyer_id, 'confirmed', 1, 0, currency, breakdown, now()
            FROM ticketing.orders, generate_series(1, {Many}) WHERE id = $1
            """,
            order.Id
        );
        await own.Server.PassDeadline(order);
        await using var connection = await Connect();

        await connection.ShouldReadFewerThan(RowsMax, With(Lapsing.EndedAnywhere, 500));
        await connection.ShouldReadFewerThan(RowsMax, With(Lapsing.EndedOfEvent, evening.Id, 500));
    }

    [Fact]
    public async Task Who_looks_for_urgent_deliveries_does_not_read_those_that_wait()
    {
        await own.Server.Execute(
            $"""
            WITH facts AS (
                INSERT INTO platform.facts (kind, body, fanned_out)
                SELECT 'Waiting', jsonb_build_object(), true FROM generate_series(1, {Many}) RETURNING id
            )
            INSERT INTO platform.deliveries (fact_id, reaction) SELECT id, 'WaitOnWaiting' FROM facts
            """
        );
        await using var connection = await Connect();
        await QueryPlan.Run(connection, $"PREPARE due (text[], integer) AS {OutboxDispatcher.Due}");

        await connection.ShouldReadFewerThan(
            RowsMax,
            "EXECUTE due ('{UrgentOnWaiting,OtherOnWaiting}', 100)"
        );
    }

    [Fact]
    public async Task Who_takes_deliveries_does_not_read_all_that_came_since_they_were_last_counted()
    {
        await Deliver("now()");
        await own.Server.Execute("ANALYZE platform.facts, platform.deliveries");
        await Deliver("NULL");
        await using var connection = await Connect();

        await connection.ShouldReadFewerThan(
            BesideOthers,
            With(OutboxDispatcher.TakeOne, 1, "'WaitOnWaiting'")
        );
        await connection.ShouldReadFewerThan(
            BesideOthers,
            With(OutboxDispatcher.TakeMany, "'{1,2,3}'", "'WaitOnWaiting'")
        );

        Task Deliver(string doneAt) =>
            own.Server.Execute(
                $"""
                WITH facts AS (
                    INSERT INTO platform.facts (kind, body, fanned_out)
                    SELECT 'Waiting', jsonb_build_object(), true FROM generate_series(1, {Many}) RETURNING id
                )
                INSERT INTO platform.deliveries (fact_id, reaction, done_at) SELECT id, 'WaitOnWaiting', {doneAt} FROM facts
                """
            );
    }

    [Fact]
    public async Task A_page_of_the_door_list_does_not_read_the_tickets_of_the_events_before()
    {
        var ben = await Cast.Ben(own.Server);
        await Sell(await Evening.New(own.Server), Many);
        var evening = await Evening.New(own.Server);
        await Sell(evening, Many / 10);
        await own.Server.Execute("ANALYZE ticketing.tickets");
        await using var scope = own.Server.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<SeatmateDb>();

        await db.ShouldReadFewerThan(RowsMax * 3, db.ValidTickets(evening.Id, after: 0, most: RowsMax));

        async Task Sell(Evening sold, int tickets) =>
            await own.Server.Execute(
                $"""
                INSERT INTO ticketing.tickets (order_id, event_id, section_id)
                SELECT order_id, event_id, section_id FROM ticketing.tickets, generate_series(1, {tickets}) WHERE order_id = $1
                """,
                (await ben.Book(sold)).ShouldBe(201).Id
            );
    }

    [Fact]
    public async Task Who_asks_for_the_mails_that_are_kept_or_of_today_does_not_read_all_that_were_sent()
    {
        await own.Server.Execute(
            $"""
            INSERT INTO notifications.mails (message_id, kind, to_name, to_address, subject, body, sent_at)
            SELECT n, 'welcome', 'Ben', 'ben@example.com', 'Welcome', 'Good evening', now() - interval '2 days' FROM generate_series(1, {Many}) AS n
            """
        );
        await own.Server.Execute("ANALYZE notifications.mails");
        await using var scope = own.Server.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<SeatmateDb>();

        await db.ShouldReadFewerThan(RowsMax * 3, db.Mails.InState(Mail.Kept).Before(null).Take(RowsMax));
        await db.ShouldReadFewerThan(
            RowsMax * 3,
            db.Mails.SentSince(TimeProvider.System.GetUtcNow().AddDays(-1))
        );
    }

    private Task<NpgsqlConnection> Connect() =>
        own
            .Server.Services.GetRequiredService<NpgsqlDataSource>()
            .OpenConnectionAsync(TestContext.Current.CancellationToken)
            .AsTask();

    private static string With(string sql, params object[] values) =>
        string.Format(CultureInfo.InvariantCulture, sql, values);
}
