using Npgsql;

namespace Seatmate.Tests.Concurrency;

/// <summary>Who changes an event's sections or limit waits for whoever sells it without having locked what those will
/// want next: else each would wait for the other.</summary>
public sealed class SectionLocksTests(OwnServer own) : IClassFixture<OwnServer>
{
    [Theory]
    [InlineData(5)]
    [InlineData(3)]
    public async Task Stocks_are_locked_in_the_order_of_their_ids(int ticketsPerPersonMax)
    {
        var server = own.Server;
        var ada = await Cast.Ada(server);
        var evening = await Evening.Of(ada, sections: [("First", 10m, 5), ("Second", 10m, 5)]);
        (await (await Cast.Ben(server)).Book(evening, 1, "First")).ShouldBe(201);
        (await ada.Patch($"/events/{evening.Id}", Sections(5, "First", "Second", "Third"))).ShouldBe(200);
        await using var seller = new NpgsqlConnection(server.Connection);
        await seller.OpenAsync();
        await using var sale = await seller.BeginTransactionAsync();
        await using var first = new NpgsqlCommand(
            "SELECT id FROM ticketing.stocks WHERE event_id = $1 ORDER BY id LIMIT 1 FOR UPDATE",
            seller
        );
        first.Parameters.Add(new() { Value = evening.Id });
        await first.ExecuteScalarAsync();

        var change = ada.Patch(
            $"/events/{evening.Id}",
            Sections(ticketsPerPersonMax, "Third", "Second", "First")
        );
        await Eventually.ShouldBeTrue(
            () =>
                server.Ask<bool>(
                    """
                    SELECT EXISTS (
                        SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock')
                    """
                ),
            "the change waits for the sale"
        );

        (
            await server.Ask<long>(
                """
                SELECT count(*) FROM (
                    SELECT FROM ticketing.stocks WHERE event_id = $1 FOR UPDATE SKIP LOCKED
                ) AS free
                """,
                evening.Id
            )
        ).ShouldBe(3);
        await sale.CommitAsync();
        (await change).ShouldBe(200);
        await server.ShouldBeSound();
    }

    [Fact]
    public async Task Nobody_moves_into_a_section_that_is_being_removed()
    {
        var evening = await Evening.Of(
            await Cast.Ada(own.Server),
            sections: [("Left", 10, 5), ("Right", 10, 5)]
        );
        var ben = await Cast.Ben(own.Server);
        var booking = (await ben.Book(evening, 1, "Left")).ShouldBe(201);
        await using var removal = await OpenTransaction.Begin(
            evening.Server,
            """
            WITH right_one AS (SELECT id FROM ticketing.sections WHERE event_id = $1 AND name = 'Right'), stock AS (
                DELETE FROM ticketing.stocks USING right_one WHERE kind = 'section' AND subject_id = right_one.id
            )
            DELETE FROM ticketing.sections USING right_one WHERE sections.id = right_one.id
            """,
            evening.Id
        );

        var change = ben.Change(evening, booking, new { seat_section = "Right" });
        await removal.ShouldBeAwaited();
        await removal.Commit();

        (await change).ShouldFail(404, "section-not-found");
        (await ben.Look(evening, booking)).Text("seat_section").ShouldBe("Left");
        await evening.Server.ShouldBeSound();
    }

    private static object Sections(int ticketsPerPersonMax, params string[] names) =>
        new
        {
            max_tickets_per_user = ticketsPerPersonMax,
            sections = names.Select(
                (name, i) =>
                    new
                    {
                        name,
                        price = 10m,
                        capacity = 5 + i,
                    }
            ),
        };
}
