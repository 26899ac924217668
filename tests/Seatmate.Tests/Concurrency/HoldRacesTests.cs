namespace Seatmate.Tests.Concurrency;

/// <summary>Two servers on one database want the same thing at the same moment. Each race is run a second time without
/// the guard that decides it, and must go wrong there: so the test is known to see what it looks for.</summary>
public sealed class HoldRacesTests(TwoServers two, HoldRacesTests.WithoutTheCheck without)
    : IClassFixture<TwoServers>,
        IClassFixture<HoldRacesTests.WithoutTheCheck>
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

    private const string CancelWaiting = """
        SELECT pg_cancel_backend(pid) FROM pg_locks JOIN pg_database ON pg_database.oid = database
        WHERE NOT granted AND relation = 'ticketing.vouchers'::regclass AND datname = current_database()
        """;

    /// <summary>What another process does that changes a hold.</summary>
    private const string OtherSeat = """
        WITH changed AS (UPDATE ticketing.seat_claims SET seat_id = $2 WHERE order_id = $1)
        UPDATE ticketing.orders
        SET breakdown = jsonb_set(jsonb_set(breakdown, '{lines,0,seats,0,id}', to_jsonb($2)), '{lines,0,seats,0,number}', '"2"')
        WHERE id = $1
        """;

    [Fact]
    public async Task Two_holds_of_one_place_are_one()
    {
        var (evening, held) = await HoldPlaces(two);

        held.ShouldBe(1);
        (await evening.PlacesTaken()).ShouldBe(1);
        await two.First.ShouldBeSound();
    }

    [Fact]
    public async Task Without_the_check_two_people_hold_one_place()
    {
        var (_, held) = await HoldPlaces(without);

        held.ShouldBeGreaterThan(1);
        Control.FailedAsExpected("stocks_taken_within_capacity", $"{held} people hold one place");
    }

    [Fact]
    public async Task One_seat_is_held_or_booked_once()
    {
        (await TakeOneSeat(two)).ShouldBe(1);

        await two.First.ShouldBeSound();
    }

    [Fact]
    public async Task Without_the_key_two_people_have_one_seat()
    {
        await using var broken = await TwoServers.Without(NoSeatKey);

        var held = await TakeOneSeat(broken);

        held.ShouldBeGreaterThan(1);
        Control.FailedAsExpected("seat_claims_one_per_seat", $"{held} people have one seat");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public async Task A_voucher_of_so_many_uses_is_used_so_often(int uses)
    {
        (await UseVoucher(two, uses)).ShouldBe(uses);

        await two.First.ShouldBeSound();
    }

    [Fact]
    public async Task Without_the_check_a_voucher_is_used_too_often()
    {
        var uses = await UseVoucher(without, 1);

        uses.ShouldBeGreaterThan(1);
        Control.FailedAsExpected("stocks_taken_within_capacity", $"a voucher for once was used {uses} times");
    }

    [Fact]
    public async Task Of_two_lapsed_holds_and_one_place_one_is_ordered_and_the_other_told()
    {
        var answers = await OrderLapsed(two);

        answers.Count(answer => answer.Status == 201).ShouldBe(1);
        answers.Single(answer => answer.Status != 201).ShouldFail(409, "section-sold-out");
        await two.First.ShouldBeSound();
    }

    [Fact]
    public async Task Without_the_check_both_lapsed_holds_are_ordered()
    {
        (await OrderLapsed(without)).ShouldAllBe(answer => answer.Status == 201);
        Control.FailedAsExpected(
            "stocks_taken_within_capacity",
            "two lapsed holds were ordered for one place"
        );
    }

    [Fact]
    public async Task Two_confirmations_of_one_hold_are_one_order()
    {
        var (evening, answers) = await OrderTwice(two);

        answers.Select(answer => answer.Status).Order().ShouldBe([200, 201]);
        (await evening.TicketsSold()).ShouldBe(1);
        await two.First.ShouldBeSound();
    }

    [Fact]
    public async Task Without_the_versions_two_confirmations_make_two_tickets()
    {
        await using var broken = await TwoServers.Without(NoVersions);

        var (evening, _) = await OrderTwice(broken);

        (await evening.TicketsSold()).ShouldBe(2);
        Control.FailedAsExpected("orders_not_overtaken", "one hold was ordered twice");
    }

    [Fact]
    public async Task A_hold_that_changes_while_it_is_read_is_ordered_as_it_became()
    {
        var evening = await Evening.New(two.First);
        var seats = await evening.Seat(2);
        var ben = await Cast.Ben(two.First);
        var hold = (await ben.HoldSeats(evening, seats[0])).ShouldBe(201);
        await using var gate = await Gate.BeforeReading(two.First, "ticketing.vouchers");
        var order = ben.At(two.Second).Order(hold);
        await gate.ShouldHaveWaiting(1);
        await two.First.Execute(OtherSeat, hold.Id, seats[1]);
        await gate.Open();

        (await order).ShouldBe(201);

        (
            await two.First.Ask<long>("SELECT seat_id FROM ticketing.tickets WHERE order_id = $1", hold.Id)
        ).ShouldBe(seats[1]);
        await two.First.ShouldBeSound();
    }

    [Fact]
    public async Task A_reading_that_is_cancelled_is_done_again_on_a_connection_that_is_clean()
    {
        var evening = await Evening.New(two.First);
        var ben = await Cast.Ben(two.First);
        var hold = (await ben.Hold(evening)).ShouldBe(201);
        await using var gate = await Gate.BeforeReading(two.First, "ticketing.vouchers");
        var order = ben.At(two.Second).Order(hold);
        await gate.ShouldHaveWaiting(1);
        await two.First.Execute(CancelWaiting);
        await gate.Open();

        (await order).ShouldBe(201);
    }

    private static async Task<(Evening Evening, int Held)> HoldPlaces(TwoServers two)
    {
        var evening = await Evening.New(two.First, places: 1);
        return (evening, await AtTwoServers(two, buyer => buyer.Hold(evening)));
    }

    private static async Task<int> TakeOneSeat(TwoServers two)
    {
        var evening = await Evening.New(two.First);
        var seats = await evening.Seat(1);
        return await AtTwoServers(
            two,
            buyer =>
                buyer.Id % 2 == 0 ? buyer.HoldSeats(evening, seats[0]) : buyer.BookSeats(evening, seats[0])
        );
    }

    private static async Task<int> UseVoucher(TwoServers two, int uses)
    {
        var evening = await Evening.New(two.First, price: 10);
        await evening.HasVoucher("RARE", uses);
        return await AtTwoServers(two, buyer => buyer.Hold(evening, voucher: "RARE"));
    }

    /// <summary>How many of a crowd at two servers succeed; all others are refused.</summary>
    private static async Task<int> AtTwoServers(TwoServers two, Func<Person, Task<Answer>> act)
    {
        var crowd = await Cast.Crowd(Crowd, two.First);
        var answers = await Race.AtOnceBefore(
            two.First,
            "ticketing.stocks",
            2,
            Crowd,
            number => act(crowd[number].At(two.At(number)))
        );
        answers.ShouldAllBe(answer => answer.Status == 201 || answer.Status == 409);
        return answers.Count(answer => answer.Status == 201);
    }

    private static async Task<Answer[]> OrderLapsed(TwoServers two)
    {
        var evening = await Evening.New(two.First, places: 2);
        var buyers = await Cast.Crowd(2, two.First);
        Answer[] holds =
        [
            (await buyers[0].Hold(evening)).ShouldBe(201),
            (await buyers[1].Hold(evening)).ShouldBe(201),
        ];
        await two.First.PassDeadline(holds);
        await two.First.Sweep();
        (await (await Cast.Eve(two.First)).Book(evening)).ShouldBe(201);
        return await Race.AtOnceBefore(
            two.First,
            "ticketing.stocks",
            2,
            2,
            number => buyers[number].At(two.At(number)).Order(holds[number])
        );
    }

    private static async Task<(Evening Evening, Answer[] Answers)> OrderTwice(TwoServers two)
    {
        var evening = await Evening.New(two.First);
        var ben = await Cast.Ben(two.First);
        var hold = (await ben.Hold(evening)).ShouldBe(201);
        await using var gate = await Gate.Before(two.First, "ticketing.tickets");
        var both = Race.AtOnce(2, number => ben.At(two.At(number)).Order(hold));
        await gate.ShouldHaveWaiting(1);
        await two.First.ShouldHaveWaitingForRows(1);
        await gate.Open();
        return (evening, await both);
    }

    /// <summary>Shared by all races that the check decides.</summary>
    public sealed class WithoutTheCheck : TwoServers
    {
        public override async ValueTask InitializeAsync()
        {
            await base.InitializeAsync();
            await First.Execute(NoLimit);
        }
    }
}
