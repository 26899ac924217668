namespace Seatmate.Tests.Payments.Webhooks;

/// <summary>Many payments that are settled and confirmed together come out as each by itself would. The sweeper is off,
/// so that nothing lapses unless a test says so.</summary>
public sealed class PaymentsTogetherTests : IAsyncLifetime
{
    private const string WaitingForNumbers = """
        SELECT count(*) FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%invoice_numbers%'
        """;

    private TestServer server = null!;

    public async ValueTask InitializeAsync() => server = await TestServer.StartAsync(add: Sweeper.IsOff);

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Theory]
    [InlineData("SettlePaymentOnWebhookReceived")]
    [InlineData("ConfirmOrderOnPaymentCaptured")]
    public async Task Each_order_gets_what_it_is_due_whatever_comes_with_it(string reaction)
    {
        var (one, other) = (await Evening.New(server, price: 10), await Evening.New(server, price: 20));
        var (ben, eve) = (await Cast.Ben(server), await Cast.Eve(server));
        var full = await Evening.New(server, price: 10, places: 1);
        var plain = await All(
            ben.Book(one, 2),
            ben.Book(other),
            eve.Book(one),
            eve.Book(other, 3),
            (await Cast.Finn(server)).Book(one)
        );
        var rest = await All(ben.Book(one), eve.Book(other), ben.Book(full));
        var (calledOff, late, tooLate) = (rest[0], rest[1], rest[2]);
        await server.Withhold(reaction);
        foreach (var booking in plain.Concat(rest))
            (await server.Deliver(booking, "captured")).ShouldBe(200);
        (await server.Deliver(plain[0], "declined")).ShouldBe(200);
        await Eventually.ShouldBeTrue(
            () =>
                server.Ask<bool>(
                    "SELECT count(*) = $2 FROM platform.deliveries WHERE reaction = $1 AND done_at IS NULL",
                    reaction,
                    reaction.StartsWith("Settle", StringComparison.Ordinal) ? 9L : 8L
                ),
            "all are there"
        );
        await server.PassDeadline(late, tooLate);
        (await eve.Book(full)).ShouldBe(201);
        await server.Sweep();
        (await ben.Cancel(one, calledOff)).ShouldBe(200);

        await server.LetKnow();
        await server.ShouldComeToRest();

        (await Statuses([.. plain, .. rest])).ShouldBe([
            "confirmed 2 1",
            "confirmed 1 1",
            "confirmed 1 1",
            "confirmed 3 1",
            "confirmed 1 1",
            "cancelled 0 0",
            "confirmed 1 1",
            "expired 0 0",
        ]);
        foreach (var (booking, kept) in plain.Append(late).Zip([2000, 2000, 1000, 6000, 1000, 2000]))
            (await server.Kept(booking)).ShouldBe(kept);
        (await server.RefundedOf(calledOff), await server.RefundedOf(tooLate)).ShouldBe((1000L, 1000L));
        (
            await server.Ask<int>(
                "SELECT max(jsonb_array_length(body -> 'order_ids')) FROM platform.facts WHERE kind = 'OrdersConfirmed'"
            )
        ).ShouldBe(3, "those of one event that were confirmed together");
        (await server.Ask<long>("SELECT sum(attempts) FROM platform.deliveries")).ShouldBe(0);
        server.Errors.Lines.ShouldBeEmpty();
        await server.ShouldBeSound();
    }

    [Fact]
    public async Task Two_who_leave_with_invoices_of_the_same_organisers_do_not_wait_in_a_circle()
    {
        var organisers = new[] { await Cast.Ada(server), await Cast.Ada(server) };
        var people = new[] { await Cast.Ben(server), await Cast.Eve(server) };
        foreach (var (person, order) in people.Zip([organisers, [.. organisers.Reverse()]]))
        {
            foreach (var organiser in order)
            {
                var evening = await Evening.Of(organiser, price: 10);
                var booking = (await person.Book(evening)).ShouldBe(201);
                (await person.Post($"{evening.Bookings}/{booking.Id}/invoice", new { })).ShouldBe(201);
            }
        }
        await using var session = new Npgsql.NpgsqlConnection(server.Connection);
        await session.OpenAsync();
        await using var held = await session.BeginTransactionAsync();
        await using var hold = new Npgsql.NpgsqlCommand(
            "SELECT FROM payments.invoice_numbers ORDER BY organiser_id LIMIT 1 FOR UPDATE",
            session
        );
        await hold.ExecuteNonQueryAsync();

        var leaving = new List<Task<Answer>>();
        foreach (var person in people)
        {
            leaving.Add(person.Delete($"/user/{person.Id}"));
            await Eventually.ShouldBeTrue(
                async () => await server.Ask<long>(WaitingForNumbers) == leaving.Count,
                "they wait for the first organiser's number"
            );
        }
        await held.CommitAsync();

        (await Task.WhenAll(leaving)).ShouldAllBe(answer => answer.Status == 200);
        await server.ShouldComeToRest();
        await server.ShouldBeSound();
    }

    private static async Task<Answer[]> All(params Task<Answer>[] bookings) =>
        [.. (await Task.WhenAll(bookings)).Select(booking => booking.ShouldBe(201))];

    /// <summary>Of each order its status, how many valid tickets it has, and how many invoices.</summary>
    private Task<string[]> Statuses(params Answer[] bookings) =>
        server.Ask<string[]>(
            """
            SELECT array_agg(format('%s %s %s', o.status,
                (SELECT count(*) FROM ticketing.tickets t WHERE t.order_id = o.id AND t.status = 'valid'),
                (SELECT count(*) FROM payments.invoices i WHERE i.order_id = o.id)) ORDER BY place)
            FROM unnest($1) WITH ORDINALITY AS asked(id, place) JOIN ticketing.orders o USING (id)
            """,
            bookings.Select(booking => booking.Id).ToArray()
        );
}
