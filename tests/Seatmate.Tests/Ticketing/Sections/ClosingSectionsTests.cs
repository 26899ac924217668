namespace Seatmate.Tests.Ticketing.Sections;

/// <summary>A section that closes once it is sold out stays closed, whatever comes back.</summary>
public sealed class ClosingSectionsTests
{
    private static TestServer Server => TestServer.Shared;

    [Fact]
    public async Task Once_sold_out_it_stays_closed_after_its_limit_is_raised_until_it_is_opened_by_hand()
    {
        var evening = await Closing(places: 1);
        (await (await Cast.Ben()).Book(evening)).ShouldBe(201);
        (await Sale(evening)).ShouldBe("closed");

        (await State(evening, 5)).ShouldBe(200);
        await ShouldBeSoldOut(evening);
        (await State(evening, 5, "until_sold_out")).ShouldBe(200);

        (await (await Cast.Eve()).Book(evening, 4)).ShouldBe(201);
        await ShouldBeSoldOut(evening);
    }

    [Fact]
    public async Task What_is_cancelled_afterwards_is_not_sold_again()
    {
        var evening = await Closing(places: 2);
        var ben = await Cast.Ben();
        var booking = (await ben.Book(evening, 2)).ShouldBe(201);

        (await ben.Cancel(evening, booking)).ShouldBe(200);

        await ShouldBeSoldOut(evening);
        (await Server.Anyone.Get($"/events/{evening.Id}"))["places_left"].GetInt64().ShouldBe(0);
        await Server.ShouldBeSound();
    }

    [Fact]
    public async Task What_is_only_held_may_come_back_and_closes_nothing()
    {
        var evening = await Closing(places: 2);
        var (ben, eve) = (await Cast.Ben(), await Cast.Eve());
        var hold = (await ben.Hold(evening)).ShouldBe(201);
        (await eve.Book(evening)).ShouldBe(201);
        (await Sale(evening)).ShouldBe("until_sold_out");
        (await ben.Delete($"/holds/{hold.Id}")).ShouldBe(200);

        var last = (await ben.Hold(evening)).ShouldBe(201);
        (await Sale(evening)).ShouldBe("until_sold_out");
        (await ben.Order(last)).ShouldBe(201);
        (await Sale(evening)).ShouldBe("closed");
    }

    [Fact]
    public async Task What_is_not_paid_may_come_back_too_and_the_last_payment_closes_it()
    {
        var evening = await Closing(places: 2, price: 10);
        var (ben, eve) = (await Cast.Ben(), await Cast.Eve());
        var first = (await ben.Book(evening)).ShouldBe(201);
        var last = (await eve.Book(evening)).ShouldBe(201);

        await ben.Pay(evening, first);
        (await Sale(evening)).ShouldBe("until_sold_out");
        await eve.Pay(evening, last);

        (await Sale(evening)).ShouldBe("closed");
    }

    [Fact]
    public async Task One_that_is_sold_out_closes_when_that_is_stated_and_one_without_places_does_not()
    {
        var evening = await Evening.New(places: 1);
        (await (await Cast.Ben()).Book(evening)).ShouldBe(201);
        (await State(evening, 1, "until_sold_out")).ShouldBe(200);
        (await Sale(evening)).ShouldBe("closed");

        var empty = await Closing(places: 0);
        (await Sale(empty)).ShouldBe("until_sold_out");
    }

    [Fact]
    public async Task Of_two_who_book_the_last_two_places_at_once_at_two_servers_one_closes_it()
    {
        await using var first = await TestServer.StartAsync();
        await using var second = await first.StartBesideAsync();
        var evening = await Closing(places: 2, first);
        var (ben, eve) = (await Cast.Ben(first), await Cast.Eve(first));

        var answers = await Race.AtOnceBefore(
            first,
            "ticketing.orders",
            2,
            2,
            number => number == 0 ? ben.Book(evening) : eve.At(second).Book(evening)
        );

        foreach (var answer in answers)
            answer.ShouldBe(201);
        (await Sale(evening)).ShouldBe("closed");
    }

    [Fact]
    public async Task A_change_of_a_booking_can_take_the_last_place_and_none_of_what_is_closed()
    {
        var evening = await Closing(places: 2);
        var (ben, eve) = (await Cast.Ben(), await Cast.Eve());
        var booking = (await ben.Book(evening)).ShouldBe(201);

        (await ben.Change(evening, booking, new { total_tickets = 2 })).ShouldBe(200);
        (await Sale(evening)).ShouldBe("closed");
        (await ben.Change(evening, booking, new { total_tickets = 1 })).ShouldBe(200);
        (await ben.Change(evening, booking, new { total_tickets = 2 })).ShouldFail(409, "section-sold-out");

        (await State(evening, 2, "open")).ShouldBe(200);
        (await eve.Book(evening)).ShouldBe(201);
        (await Sale(evening)).ShouldBe("open");
    }

    [Fact]
    public async Task A_payment_for_a_place_that_lapsed_and_was_closed_meanwhile_goes_back()
    {
        await using var server = await TestServer.StartAsync();
        var evening = await Closing(places: 2, server, price: 10);
        var ben = await Cast.Ben(server);
        var late = (await ben.Book(evening)).ShouldBe(201);
        await server.PassDeadline(late);
        await (await Cast.Eve(server)).Buy(evening, 2);
        (await Sale(evening)).ShouldBe("closed");
        (await State(evening, 9)).ShouldBe(200);

        (await server.Deliver(late, "captured")).ShouldBe(200);

        await server.ShouldComeToRest();
        (await server.RefundedOf(late)).ShouldBe(1000);
        await server.ShouldBeSound();
    }

    [Fact]
    public async Task One_that_is_closed_by_hand_keeps_what_is_held_and_sells_nothing_more()
    {
        var evening = await Evening.New();
        var (ben, eve) = (await Cast.Ben(), await Cast.Eve());
        var hold = (await ben.Hold(evening, 3)).ShouldBe(201);

        (await State(evening, 1000, "closed")).ShouldBe(200);

        (await eve.Book(evening)).ShouldFail(409, "section-sold-out");
        (await ChangeTo(4)).ShouldFail(409, "section-sold-out");
        (await ChangeTo(2)).ShouldBe(200);
        (await ben.Order(hold)).ShouldBe(201);
        await ShouldBeSoldOut(evening);
        (await State(evening, 1000, "shut")).ShouldBe(400);

        Task<Answer> ChangeTo(int quantity) =>
            ben.Patch(
                $"/holds/{hold.Id}",
                new { lines = new[] { new { section = Evening.Floor, quantity } } }
            );
    }

    [Fact]
    public async Task One_that_closes_while_its_organiser_changes_something_else_stays_closed()
    {
        await using var server = await TestServer.StartAsync();
        var evening = await Closing(places: 1, server);
        var ben = await Cast.Ben(server);
        var hold = (await ben.Hold(evening)).ShouldBe(201);
        await using var first = await OpenTransaction.Begin(
            server,
            "SELECT FROM ticketing.stocks WHERE event_id = $1 FOR UPDATE",
            evening.Id
        );
        var change = State(evening, 5, "until_sold_out");
        await first.ShouldBeAwaited();
        (await ben.Order(hold)).ShouldBe(201);

        await first.Commit();

        (await change).ShouldBe(200);
        (await Sale(evening)).ShouldBe("closed");
    }

    [Fact]
    public async Task Sections_that_share_places_close_when_those_are_sold_out()
    {
        var evening = await PoolsTests.Hall(2);
        object[] sections =
        [
            new
            {
                name = "Adults",
                unlimited = true,
                sale = "until_sold_out",
            },
            new { name = "Children", unlimited = true },
        ];
        (await evening.Organiser.Patch($"/events/{evening.Id}", new { sections })).ShouldBe(200);
        var ben = await Cast.Ben();
        var booking = (await ben.Book(evening, 2, "Children")).ShouldBe(201);

        (await ben.Cancel(evening, booking)).ShouldBe(200);

        (await ben.Book(evening, 1, "Adults")).ShouldFail(409, "section-sold-out");
        (await ben.Book(evening, 1, "Children")).ShouldBe(201);
    }

    [Fact]
    public async Task Of_two_who_order_the_last_two_holds_at_once_at_two_servers_one_closes_it()
    {
        await using var first = await TestServer.StartAsync();
        await using var second = await first.StartBesideAsync();
        var evening = await Closing(places: 2, first);
        var (ben, eve) = (await Cast.Ben(first), await Cast.Eve(first));
        var (bens, eves) = ((await ben.Hold(evening)).ShouldBe(201), (await eve.Hold(evening)).ShouldBe(201));

        await using var gate = await Gate.Before(first, "ticketing.sections");
        var bensOrder = ben.Order(bens);
        await gate.ShouldHaveWaiting(1);
        var evesOrder = eve.At(second).Order(eves);
        await first.ShouldHaveWaitingForRows(1);
        await gate.Open();

        (await bensOrder).ShouldBe(201);
        (await evesOrder).ShouldBe(201);
        (await Sale(evening)).ShouldBe("closed");
    }

    private static async Task<Evening> Closing(int places, TestServer? on = null, decimal price = 0)
    {
        var evening = await Evening.New(on, price, places);
        (await State(evening, places, "until_sold_out")).ShouldBe(200);
        return evening;
    }

    private static Task<Answer> State(Evening evening, int places, string? sale = null) =>
        evening.Organiser.Patch(
            $"/events/{evening.Id}",
            new
            {
                sections = new[]
                {
                    new
                    {
                        name = Evening.Floor,
                        capacity = places,
                        sale,
                    },
                },
            }
        );

    private static async Task<string?> Sale(Evening evening) =>
        (await evening.Organiser.Get($"/events/{evening.Id}"))["sections"][0].GetProperty("sale").GetString();

    private static async Task ShouldBeSoldOut(Evening evening)
    {
        (await (await Cast.Cleo(evening.Server)).Book(evening)).ShouldFail(409, "section-sold-out");
        await Eventually.ShouldBeTrue(
            async () =>
                (await evening.Server.Anyone.Get($"/events/{evening.Id}/availability"))["sections"]
                    [0]
                    .GetProperty("state")
                    .GetString() == "sold_out",
            "it is shown as sold out",
            TimeSpan.FromSeconds(2)
        );
    }
}
