namespace Seatmate.Tests.Payments.Webhooks;

/// <summary>Many payments that are settled and confirmed together come out as each by itself would. The sweeper is off,
/// so that nothing lapses unless a test says so.</summary>
public sealed class PaymentsTogetherTests : TwoServers
{
    /// <summary>Reactions of this kind wait until all payments are there.</summary>
    private const string Later = """
        CREATE FUNCTION later() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            NEW.due_at := now() + interval '1 hour';
            RETURN NEW;
        END $$;
        CREATE TRIGGER later BEFORE INSERT ON platform.deliveries FOR EACH ROW
            WHEN (NEW.reaction = '{0}') EXECUTE FUNCTION later()
        """;

    private const string Now =
        "DROP TRIGGER later ON platform.deliveries; UPDATE platform.deliveries SET due_at = now() WHERE done_at IS NULL";

    private const string WaitingForNumbers = """
        SELECT count(*) FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%invoice_numbers%'
        """;

    [Theory]
    [InlineData("SettlePaymentOnWebhookReceived")]
    [InlineData("ConfirmOrderOnPaymentCaptured")]
    public async Task Each_order_gets_what_it_is_due_whatever_comes_with_it(string reaction)
    {
        var (one, other) = (await Evening.New(First, price: 10), await Evening.New(First, price: 20));
        var (ben, eve) = (await Cast.Ben(First), await Cast.Eve(First));
        var full = await Evening.New(First, price: 10, places: 1);
        var plain = await All(
            ben.Book(one, 2),
            ben.Book(other),
            eve.Book(one),
            eve.Book(other, 3),
            (await Cast.Finn(First)).Book(one)
        );
        var rest = await All(ben.Book(one), eve.Book(other), ben.Book(full));
        var (calledOff, late, tooLate) = (rest[0], rest[1], rest[2]);
        await First.Execute(Later.Replace("{0}", reaction, StringComparison.Ordinal));
        foreach (var booking in plain.Concat(rest))
            (await First.Deliver(booking, "captured")).ShouldBe(200);
        await First.PassDeadline(late, tooLate);
        (await eve.Book(full)).ShouldBe(201);
        await First.Sweep();
        (await ben.Cancel(one, calledOff)).ShouldBe(200);

        await First.Execute(Now);
        await First.ShouldComeToRest();

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
            (await First.Kept(booking)).ShouldBe(kept);
        (await First.RefundedOf(calledOff), await First.RefundedOf(tooLate)).ShouldBe((1000L, 1000L));
        (
            await First.Ask<int>(
                "SELECT max(jsonb_array_length(body -> 'order_ids')) FROM platform.facts WHERE kind = 'OrdersConfirmed'"
            )
        ).ShouldBe(3, "those of one event that were confirmed together");
        (await First.Ask<long>("SELECT sum(attempts) FROM platform.deliveries")).ShouldBe(0);
        await First.ShouldBeSound();
    }

    [Fact]
    public async Task Two_servers_take_payments_while_bookings_are_called_off_and_lapse_and_nobody_waits_in_a_circle()
    {
        var evenings = await Task.WhenAll(
            Enumerable.Range(0, 3).Select(_ => Evening.New(First, price: 10, perPerson: 50))
        );
        var buyers = await Cast.Crowd(4, First);
        var bookings = await All([
            .. Enumerable.Range(0, 60).Select(number => buyers[number % 4].Book(evenings[number % 3])),
        ]);
        await First.PassDeadline([.. bookings.Where((_, number) => number % 10 == 9)]);

        await Race.AtOnce(
            12,
            async part =>
            {
                foreach (var number in Enumerable.Range(part * 5, 5))
                {
                    var booking = bookings[number];
                    (await At(number).Deliver(booking, "captured")).ShouldBe(200);
                    if (number % 5 == 1)
                        await buyers[number % 4].Cancel(evenings[number % 3], booking);
                }
                await At(part).Sweep();
                return part;
            }
        );
        await First.ShouldComeToRest();

        (await First.Ask<long>("SELECT sum(attempts) FROM platform.deliveries")).ShouldBe(0);
        await First.ShouldBeSound();
        First.Errors.Lines.ShouldBeEmpty();
        Second.Errors.Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task Two_who_leave_with_invoices_of_the_same_organisers_do_not_wait_in_a_circle()
    {
        var organisers = new[] { await Cast.Ada(First), await Cast.Ada(First) };
        var people = new[] { await Cast.Ben(First), await Cast.Eve(First) };
        foreach (var (person, order) in people.Zip([organisers, [.. organisers.Reverse()]]))
        {
            foreach (var organiser in order)
            {
                var evening = await Evening.Of(organiser, price: 10);
                var booking = (await person.Book(evening)).ShouldBe(201);
                (await person.Post($"{evening.Bookings}/{booking.Id}/invoice", new { })).ShouldBe(201);
            }
        }
        await using var session = new Npgsql.NpgsqlConnection(First.Connection);
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
                async () => await First.Ask<long>(WaitingForNumbers) == leaving.Count,
                "they wait for the first organiser's number"
            );
        }
        await held.CommitAsync();

        (await Task.WhenAll(leaving)).ShouldAllBe(answer => answer.Status == 200);
        await First.ShouldComeToRest();
        await First.ShouldBeSound();
    }

    private static async Task<Answer[]> All(params Task<Answer>[] bookings) =>
        [.. (await Task.WhenAll(bookings)).Select(booking => booking.ShouldBe(201))];

    /// <summary>Of each order its status, how many valid tickets it has, and how many invoices.</summary>
    private Task<string[]> Statuses(params Answer[] bookings) =>
        First.Ask<string[]>(
            """
            SELECT array_agg(format('%s %s %s', o.status,
                (SELECT count(*) FROM ticketing.tickets t WHERE t.order_id = o.id AND t.status = 'valid'),
                (SELECT count(*) FROM payments.invoices i WHERE i.order_id = o.id)) ORDER BY place)
            FROM unnest($1) WITH ORDINALITY AS asked(id, place) JOIN ticketing.orders o USING (id)
            """,
            bookings.Select(booking => booking.Id).ToArray()
        );
}
