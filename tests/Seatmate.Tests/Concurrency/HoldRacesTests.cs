namespace Seatmate.Tests.Concurrency;

/// <summary>Two servers on one database want the same thing at the same moment. Each race is run a second time without
/// the guard that decides it, and must go wrong there: so the test is known to see what it looks for.</summary>
public sealed class HoldRacesTests
{
    private const int Crowd = 24;

    private const string NoLimit =
        "ALTER TABLE ticketing.stocks DROP CONSTRAINT stocks_taken_within_capacity";

    private const string NoSeatKey =
        "ALTER TABLE ticketing.seat_claims DROP CONSTRAINT seat_claims_one_per_seat";

    private const string NoVersions = """
        CREATE OR REPLACE FUNCTION ticketing.expect_orders(seen bigint, expected bigint) RETURNS void
        LANGUAGE plpgsql AS $$ BEGIN END $$
        """;

    private const string WaitingForRows = """
        SELECT count(*) FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock' AND wait_event IN ('transactionid', 'tuple')
        """;

    [Fact]
    public async Task Two_holds_of_one_place_are_one()
    {
        await using var server = await TestServer.StartAsync();
        var (evening, held) = await HoldPlaces(server);

        held.ShouldBe(1);
        (await evening.PlacesTaken()).ShouldBe(1);
        await server.ShouldBeSound();
    }

    [Fact]
    public async Task Without_the_check_two_people_hold_one_place()
    {
        await using var server = await TestServer.StartAsync();
        await server.Execute(NoLimit);

        var (_, held) = await HoldPlaces(server);

        held.ShouldBeGreaterThan(1);
        Control.FailedAsExpected("stocks_taken_within_capacity", $"{held} people hold one place");
    }

    [Fact]
    public async Task Two_holds_of_one_seat_are_one()
    {
        await using var server = await TestServer.StartAsync();

        (await HoldOneSeat(server)).ShouldBe(1);

        await server.ShouldBeSound();
    }

    [Fact]
    public async Task Without_the_key_two_people_hold_one_seat()
    {
        await using var server = await TestServer.StartAsync();
        await server.Execute(NoSeatKey);

        var held = await HoldOneSeat(server);

        held.ShouldBeGreaterThan(1);
        Control.FailedAsExpected("seat_claims_one_per_seat", $"{held} people hold one seat");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public async Task A_voucher_of_so_many_uses_is_used_so_often(int uses)
    {
        await using var server = await TestServer.StartAsync();

        (await UseVoucher(server, uses)).ShouldBe(uses);

        await server.ShouldBeSound();
    }

    [Fact]
    public async Task Without_the_check_a_voucher_is_used_too_often()
    {
        await using var server = await TestServer.StartAsync();
        await server.Execute(NoLimit);

        var uses = await UseVoucher(server, 1);

        uses.ShouldBeGreaterThan(1);
        Control.FailedAsExpected("stocks_taken_within_capacity", $"a voucher for once was used {uses} times");
    }

    [Fact]
    public async Task Of_two_lapsed_holds_and_one_place_one_is_ordered_and_the_other_told()
    {
        await using var server = await TestServer.StartAsync(add: Sweeper.IsOff);

        var answers = await OrderLapsed(server);

        answers.Count(answer => answer.Status == 201).ShouldBe(1);
        answers.Single(answer => answer.Status != 201).ShouldFail(409, "section-sold-out");
        await server.ShouldBeSound();
    }

    [Fact]
    public async Task Without_the_check_both_lapsed_holds_are_ordered()
    {
        await using var server = await TestServer.StartAsync(add: Sweeper.IsOff);
        await server.Execute(NoLimit);

        (await OrderLapsed(server)).ShouldAllBe(answer => answer.Status == 201);
        Control.FailedAsExpected(
            "stocks_taken_within_capacity",
            "two lapsed holds were ordered for one place"
        );
    }

    [Fact]
    public async Task Two_confirmations_of_one_hold_are_one_order()
    {
        await using var server = await TestServer.StartAsync();

        var (evening, answers) = await OrderTwice(server);

        answers.Select(answer => answer.Status).Order().ShouldBe([200, 201]);
        (await evening.TicketsSold()).ShouldBe(1);
        await server.ShouldBeSound();
    }

    [Fact]
    public async Task Without_the_versions_two_confirmations_make_two_tickets()
    {
        await using var server = await TestServer.StartAsync();
        await server.Execute(NoVersions);

        var (evening, _) = await OrderTwice(server);

        (await evening.TicketsSold()).ShouldBe(2);
        Control.FailedAsExpected("orders_not_overtaken", "one hold was ordered twice");
    }

    private static async Task<(Evening Evening, int Held)> HoldPlaces(TestServer server)
    {
        var evening = await Evening.New(server, places: 1);
        return (evening, await AtTwoServers(server, buyer => buyer.Hold(evening)));
    }

    private static async Task<int> HoldOneSeat(TestServer server)
    {
        var evening = await Evening.New(server);
        var seats = await evening.Seat(1);
        return await AtTwoServers(server, buyer => buyer.HoldSeats(evening, seats[0]));
    }

    private static async Task<int> UseVoucher(TestServer server, int uses)
    {
        var evening = await Evening.New(server, price: 10);
        await evening.HasVoucher("RARE", uses);
        return await AtTwoServers(server, buyer => buyer.Hold(evening, voucher: "RARE"));
    }

    /// <summary>How many of a crowd at two servers succeed; all others are refused.</summary>
    private static async Task<int> AtTwoServers(TestServer server, Func<Person, Task<Answer>> act)
    {
        await using var second = await server.StartBesideAsync();
        var crowd = await Cast.Crowd(Crowd, server);
        var answers = await Race.AtOnceBefore(
            server,
            "ticketing.stocks",
            2,
            Crowd,
            number => act(crowd[number].At(number % 2 == 0 ? server : second))
        );
        answers.ShouldAllBe(answer => answer.Status == 201 || answer.Status == 409);
        return answers.Count(answer => answer.Status == 201);
    }

    private static async Task<Answer[]> OrderLapsed(TestServer server)
    {
        await using var second = await server.StartBesideAsync();
        var evening = await Evening.New(server, places: 2);
        var buyers = await Cast.Crowd(2, server);
        Answer[] holds =
        [
            (await buyers[0].Hold(evening)).ShouldBe(201),
            (await buyers[1].Hold(evening)).ShouldBe(201),
        ];
        await server.PassDeadline(holds);
        await server.Sweep();
        (await (await Cast.Eve(server)).Book(evening)).ShouldBe(201);
        return await Race.AtOnceBefore(
            server,
            "ticketing.stocks",
            2,
            2,
            number => buyers[number].At(number == 0 ? server : second).Order(holds[number])
        );
    }

    private static async Task<(Evening Evening, Answer[] Answers)> OrderTwice(TestServer server)
    {
        await using var second = await server.StartBesideAsync();
        var evening = await Evening.New(server);
        var ben = await Cast.Ben(server);
        var hold = (await ben.Hold(evening)).ShouldBe(201);
        await using var gate = await Gate.Before(server, "ticketing.tickets");
        var both = Race.AtOnce(2, number => ben.At(number == 0 ? server : second).Order(hold));
        await gate.ShouldHaveWaiting(1);
        await Eventually.ShouldBeTrue(
            async () => await server.Ask<long>(WaitingForRows) == 1,
            "the other one waits for the hold's row"
        );
        await gate.Open();
        return (evening, await both);
    }
}
