namespace Seatmate.Tests.Ticketing.Lanes;

/// <summary>Who buys right after others is served by what those left behind. Whatever has become of the event
/// meanwhile, at this server or another, they get what is true now. Each test warms the lane up first; the control
/// shows that it was warm.</summary>
public sealed class CarryoverTests(CarryoverTests.Stage stage) : IClassFixture<CarryoverTests.Stage>
{
    private readonly TestServer server = stage.First;
    private readonly TestServer other = stage.Second;
    private readonly Person[] crowd = stage.Crowd;

    public sealed class Stage : TwoServers
    {
        public Person[] Crowd { get; private set; } = null!;

        public override async ValueTask InitializeAsync()
        {
            await base.InitializeAsync();
            Crowd = [.. await Cast.Crowd(4, First)];
        }
    }

    [Fact]
    public async Task A_price_that_was_changed_a_moment_ago_is_the_price()
    {
        (await PriceAfterChange(server, crowd)).ShouldBe(25);

        await server.ShouldBeSound();
    }

    [Fact]
    public async Task Control_without_the_guard_the_old_price_is_charged()
    {
        await using var unguarded = await TestServer.StartAsync();
        Person[] buyers = [.. await Cast.Crowd(4, unguarded)];
        await unguarded.Execute(TwoServers.TermsUnchecked);

        await Eventually.ShouldBeTrue(
            async () => await PriceAfterChange(unguarded, buyers) == 10,
            "somebody was quick enough to be charged the old price",
            within: TimeSpan.FromSeconds(60)
        );

        Control.FailedAsExpected("terms_not_overtaken", "10.00 was charged after the price was 25.00");
    }

    /// <summary>Who reads takes a number for its own from the sequence; who does not, one of those that are
    /// spare.</summary>
    [Fact]
    public async Task Control_what_these_tests_do_is_decided_without_reading()
    {
        await using var warm = await TestServer.StartAsync();
        Person[] buyers = [.. await Cast.Crowd(12, warm)];
        var evening = await Evening.New(warm, perPerson: 1000);
        var stalls = await Evening.New(warm, perPerson: 1000);
        var seats = new Queue<long>(await stalls.Seat(500));
        var newcomers = new Queue<Person>(buyers[4..]);
        async Task ShouldNotRead(string what, string table, Func<Task<Answer>> act) =>
            await Eventually.ShouldBeTrue(
                async () =>
                {
                    var taken = await warm.Ask<long>($"SELECT last_value FROM ticketing.{table}_id_seq");
                    (await act()).ShouldBe(201);
                    return await warm.Ask<long>($"SELECT max(id) FROM ticketing.{table}") <= taken;
                },
                $"{what} is decided without reading",
                within: TimeSpan.FromSeconds(60)
            );

        await ShouldNotRead("a booking", "orders", () => buyers[0].Book(evening));
        await ShouldNotRead("a hold", "orders", () => buyers[0].Hold(evening));
        await ShouldNotRead("a newcomer's booking", "orders", () => newcomers.Dequeue().Book(evening));
        await ShouldNotRead("a seat's hold", "orders", () => buyers[1].HoldSeats(stalls, seats.Dequeue()));
        var hold = (await buyers[2].Hold(evening)).ShouldBe(201);
        await ShouldNotRead(
            "a hold's order",
            "tickets",
            async () =>
            {
                var order = await buyers[2].Order(hold);
                hold = (await buyers[2].Hold(evening)).ShouldBe(201);
                return order;
            }
        );
        var (held, guests) = ((await warm.Anyone.Hold(evening)).ShouldBe(201), 0);
        await ShouldNotRead(
            "a guest's order",
            "tickets",
            async () =>
            {
                var order = await warm.OrderAsGuest(held, $"gil{guests++}@example.org");
                held = (await warm.Anyone.Hold(evening)).ShouldBe(201);
                return order;
            }
        );
        await ShouldNotRead(
            "a new key's booking",
            "orders",
            () => Repeatable(buyers[3], evening, $"{Guid.NewGuid()}")
        );
    }

    [Fact]
    public async Task Numbers_that_were_taken_for_later_are_kept_when_a_batch_reads()
    {
        await using var quiet = await TestServer.StartAsync();
        var evening = await Evening.New(quiet);
        var ben = await Cast.Ben(quiet);
        var hold = (await ben.Hold(evening)).ShouldBe(201);

        for (var change = 0; change < 20; change++)
            (
                await ben.Patch(
                    $"/holds/{hold.Id}",
                    new { lines = new[] { new { section = Evening.Floor, quantity = 1 + change % 2 } } }
                )
            ).ShouldBe(200);

        (await quiet.Ask<long>("SELECT last_value FROM ticketing.orders_id_seq")).ShouldBeLessThan(1000);
    }

    [Fact]
    public async Task A_limit_that_was_lowered_counts_what_was_bought_at_another_server()
    {
        var evening = await Evening.New(server, perPerson: 9);
        var ann = crowd[3];
        var six = (await ann.Book(evening, tickets: 6)).ShouldBe(201);
        (await evening.Organiser.Patch($"/events/{evening.Id}", new { max_tickets_per_user = 4 })).ShouldBe(
            200
        );
        (await ann.Cancel(evening, six)).ShouldBe(200);
        await Warm(evening, crowd);
        (await ann.Book(evening)).ShouldBe(201);
        await Task.Delay(TimeSpan.FromSeconds(0.3));
        await Warm(evening, crowd);
        (await ann.At(other).Book(evening, tickets: 3)).ShouldBe(201);

        (await ann.Book(evening, tickets: 2)).ShouldFail(400, "too-many-tickets");
        (await evening.TicketsSold()).ShouldBe(10);
        await server.ShouldBeSound();
    }

    [Fact]
    public async Task What_was_bought_at_another_server_counts()
    {
        var evening = await Evening.New(server, places: 12, perPerson: 9);
        await Warm(evening, crowd);
        (await crowd[3].At(other).Book(evening, tickets: 9)).ShouldBe(201);

        (await crowd[0].Book(evening)).ShouldFail(409, "section-sold-out");
        (await evening.TicketsSold()).ShouldBe(12);
        await server.ShouldBeSound();
    }

    [Fact]
    public async Task What_was_given_back_at_another_server_is_free()
    {
        var evening = await Evening.New(server, places: 8, perPerson: 6);
        var five = (await crowd[3].Book(evening, tickets: 5)).ShouldBe(201);
        await Warm(evening, crowd);

        (await crowd[3].At(other).Cancel(evening, five)).ShouldBe(200);

        (await crowd[0].Book(evening, tickets: 5)).ShouldBe(201);
        await server.ShouldBeSound();
    }

    [Fact]
    public async Task Who_bought_at_another_server_is_a_newcomer_at_neither()
    {
        var evening = await Evening.New(server, perPerson: 2);
        (await crowd[3].At(other).Book(evening)).ShouldBe(201);
        await Warm(evening, crowd);

        (await crowd[3].Book(evening, tickets: 2)).ShouldFail(400, "too-many-tickets");
        (await crowd[3].Book(evening)).ShouldBe(201);
        (await evening.TicketsSold()).ShouldBe(5);
        await server.ShouldBeSound();
    }

    [Fact]
    public async Task What_a_guest_bought_at_another_server_counts()
    {
        var evening = await Evening.New(server, perPerson: 2);
        var there = (await other.Anyone.Hold(evening)).ShouldBe(201);
        (await other.OrderAsGuest(there, "gwen@example.org")).ShouldBe(201);
        await Warm(evening, crowd);
        var two = (await server.Anyone.Hold(evening, 2)).ShouldBe(201);
        var one = (await server.Anyone.Hold(evening)).ShouldBe(201);

        (await server.OrderAsGuest(two, "Gwen@example.org")).ShouldFail(400, "too-many-tickets");
        (await server.OrderAsGuest(one, "GWEN@example.org")).ShouldBe(201);

        (await evening.TicketsSold()).ShouldBe(5);
        await server.ShouldBeSound();
    }

    [Fact]
    public async Task A_request_that_was_executed_at_either_server_is_executed_once()
    {
        var evening = await Evening.New(server);
        var there = await Repeatable(crowd[3].At(other), evening, "there");
        await Warm(evening, crowd);
        var here = await Repeatable(crowd[3], evening, "here");

        (await Repeatable(crowd[3], evening, "here")).Bytes.ShouldBe(here.Bytes);
        (await Repeatable(crowd[3], evening, "there")).Bytes.ShouldBe(there.Bytes);
        (await evening.TicketsSold()).ShouldBe(5);
        await server.ShouldBeSound();
    }

    [Fact]
    public async Task A_hold_that_was_given_back_at_another_server_is_not_ordered()
    {
        var evening = await Evening.New(server);
        var (kept, gone) = (await Held(evening, crowd[0]), await Held(evening, crowd[1]));

        (await crowd[1].At(other).Delete($"/holds/{gone.Id}")).ShouldBe(200);

        (await crowd[1].Order(gone)).ShouldFail(410, "hold-expired");
        (await crowd[0].Order(kept)).ShouldBe(201);
        (await evening.TicketsSold()).ShouldBe(4);
        await server.ShouldBeSound();
    }

    [Fact]
    public async Task A_hold_is_ordered_once_and_only_by_who_has_it()
    {
        var evening = await Evening.New(server);
        var hold = await Held(evening, crowd[0]);

        (await crowd[1].Order(hold)).ShouldBe(404);
        var orders = await Race.AtOnce(8, _ => crowd[0].Order(hold));

        orders.Count(answer => answer.Status == 201).ShouldBe(1);
        orders.Count(answer => answer.Status == 200).ShouldBe(7);
        (await evening.TicketsSold()).ShouldBe(4);
        await server.ShouldBeSound();
    }

    [Fact]
    public async Task A_seat_that_was_taken_at_another_server_is_taken()
    {
        var evening = await Evening.New(server);
        var seats = await evening.Seat(8);
        for (var i = 0; i < 4; i++)
            (await crowd[0].HoldSeats(evening, seats[i])).ShouldBe(201);

        (await crowd[3].At(other).HoldSeats(evening, seats[5])).ShouldBe(201);

        (await crowd[1].HoldSeats(evening, seats[5])).ShouldFail(409, "seat-taken");
        var hold = (await crowd[1].HoldSeats(evening, seats[6])).ShouldBe(201);
        var ticket = (await crowd[1].Order(hold)).ShouldBe(201)["tickets"][0];
        ticket.GetProperty("seat").ToString().ShouldContain("7");
        await server.ShouldBeSound();
    }

    [Fact]
    public async Task A_seat_whose_hold_has_expired_is_free_again()
    {
        var evening = await Evening.New(server);
        var seats = await evening.Seat(8);
        var holds = new List<Answer>();
        foreach (var seat in seats.Take(4))
            holds.Add((await crowd[0].HoldSeats(evening, seat)).ShouldBe(201));

        await server.PassDeadline(holds[1]);

        (await crowd[1].HoldSeats(evening, seats[1])).ShouldBe(201);
        (await crowd[1].HoldSeats(evening, seats[2])).ShouldFail(409, "seat-taken");
        await server.ShouldBeSound();
    }

    [Fact]
    public async Task An_event_that_was_called_off_sells_nothing_more()
    {
        var evening = await Evening.New(server);
        await Warm(evening, crowd);

        (await evening.Organiser.Delete($"/events/{evening.Id}")).ShouldBe(200);

        (await crowd[0].Book(evening)).Status.ShouldBeOneOf(404, 410);
        await Eventually.ShouldBeTrue(
            async () => await evening.TicketsSold() == 0,
            "what was bought before is called off, and nothing came after"
        );
    }

    private static async Task<decimal> PriceAfterChange(TestServer server, Person[] crowd)
    {
        var evening = await Evening.New(server, price: 10);
        await Warm(evening, crowd);
        await evening.Reprice(25);
        return (await crowd[3].Book(evening)).ShouldBe(201)["total"].GetDecimal();
    }

    private async Task<Answer> Held(Evening evening, Person who)
    {
        if (await evening.TicketsSold() == 0)
            await Warm(evening, crowd);
        return (await who.Hold(evening)).ShouldBe(201);
    }

    /// <summary>After the first, there is something to carry over; the third is served by it.</summary>
    private static async Task Warm(Evening evening, Person[] crowd)
    {
        foreach (var person in crowd.Take(3))
            (await person.Book(evening)).ShouldBe(201);
    }

    private static async Task<Answer> Repeatable(Person who, Evening evening, string key) =>
        (
            await who.Post(evening.Bookings, new { seat_section = Evening.Floor }, ("Idempotency-Key", key))
        ).ShouldBe(201);
}
