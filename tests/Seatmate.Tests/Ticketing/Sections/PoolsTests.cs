namespace Seatmate.Tests.Ticketing.Sections;

/// <summary>Sections that share places: together they sell no more than their pool has.</summary>
public sealed class PoolsTests
{
    internal const string NoneInTheHall =
        "No more Hall tickets available, please select a different seat section";

    private static TestServer Server => TestServer.Shared;

    [Theory]
    [InlineData(5, 2, "Hall")]
    [InlineData(2, 5, "Adults")]
    public async Task Of_two_limits_the_smaller_decides_and_is_the_one_reported(
        int ofSection,
        int ofPool,
        string reported
    )
    {
        var evening = await Adults(ofSection, [("Hall", ofPool)]);

        (await Left(evening)).ShouldBe([2]);
        (await (await Cast.Ben()).Hold(evening, 3, "Adults")).ShouldFail(
            409,
            "section-sold-out",
            $"No more {reported} tickets available, please select a different seat section"
        );
        (await (await Cast.Ben()).Hold(evening, 2, "Adults")).ShouldBe(201);
    }

    [Fact]
    public async Task What_one_section_sells_the_other_has_no_longer_until_it_is_given_back()
    {
        var evening = await Hall(4);
        var (ben, eve) = (await Cast.Ben(), await Cast.Eve());
        var booking = (await ben.Book(evening, 3, "Adults")).ShouldBe(201);

        (await Left(evening)).ShouldBe([1, 1]);
        (await eve.Book(evening, 2, "Children")).ShouldFail(409, "section-sold-out", NoneInTheHall);
        (await ben.Change(evening, booking, new { total_tickets = 2 })).ShouldBe(200);
        (await eve.Book(evening, 2, "Children")).ShouldBe(201);
        (await eve.Book(evening, 1, "Adults")).ShouldFail(409, "section-sold-out", NoneInTheHall);
        (await ben.Change(evening, booking, new { total_tickets = 3 })).ShouldFail(
            409,
            "section-sold-out",
            NoneInTheHall
        );
        (await ben.Cancel(evening, booking)).ShouldBe(200);
        (await eve.Book(evening, 2, "Adults")).ShouldBe(201);
        (await Left(evening)).ShouldBe([0, 0]);
        await Server.ShouldBeSound();
    }

    [Fact]
    public async Task Lines_of_several_sections_count_together()
    {
        var evening = await Hall(4);
        var ben = await Cast.Ben();

        (await Hold(3, 2)).ShouldFail(409, "section-sold-out", NoneInTheHall);
        var hold = (await Hold(2, 2)).ShouldBe(201);

        (await Left(evening)).ShouldBe([0, 0]);
        (await ben.Order(hold)).ShouldBe(201);
        await Server.ShouldBeSound();

        Task<Answer> Hold(int adults, int children) =>
            ben.HoldLines(
                evening,
                null,
                new { section = "Adults", quantity = adults },
                new { section = "Children", quantity = children }
            );
    }

    [Fact]
    public async Task In_a_full_pool_a_booking_or_a_hold_may_change_its_section()
    {
        var evening = await Hall(4);
        var (ben, eve) = (await Cast.Ben(), await Cast.Eve());
        var booking = (await ben.Book(evening, 2, "Adults")).ShouldBe(201);
        var hold = (await eve.Hold(evening, 2, "Children")).ShouldBe(201);

        (await ben.Change(evening, booking, new { seat_section = "Children" })).ShouldBe(200);
        (
            await eve.Patch(
                $"/holds/{hold.Id}",
                new { lines = new[] { new { section = "Adults", quantity = 2 } } }
            )
        ).ShouldBe(200);

        (await Left(evening)).ShouldBe([0, 0]);
        await Server.ShouldBeSound();
    }

    [Fact]
    public async Task A_lapsed_hold_of_one_section_makes_room_for_the_other_before_any_sweeper_comes()
    {
        await using var server = await TestServer.StartAsync();
        var evening = await Hall(2, server);
        var lapsed = (await (await Cast.Ben(server)).Hold(evening, 2, "Adults")).ShouldBe(201);
        var eve = await Cast.Eve(server);
        (await Shown(evening)).ShouldBe(["may_return", "may_return"]);
        (await eve.Book(evening, 1, "Children")).ShouldFail(409, "section-sold-out");

        await server.PassDeadline(lapsed);

        (await eve.Book(evening, 2, "Children")).ShouldBe(201);
        await server.ShouldBeSound();
    }

    [Fact]
    public async Task Sections_may_come_to_share_places_that_are_sold_already_and_leave_them_again()
    {
        var evening = await Evening.Of(await Cast.Ada(), sections: [("Adults", 0, 50), ("Children", 0, 50)]);
        var (ben, eve) = (await Cast.Ben(), await Cast.Eve());
        (await ben.Book(evening, 3, "Adults")).ShouldBe(201);
        (await ben.Book(evening, 2, "Children")).ShouldBe(201);

        (await evening.Plan([("Hall", 4)], ("Adults", null, "Hall"), ("Children", null, "Hall"))).ShouldFail(
            409,
            "capacity-below-sold"
        );
        (await Left(evening)).ShouldBe([47, 48]);
        (await evening.Plan([("Hall", 6)], ("Adults", null, "hall"), ("Children", null, "Hall"))).ShouldBe(
            200
        );
        (await Left(evening)).ShouldBe([1, 1]);
        (await eve.Book(evening, 2, "Children")).ShouldFail(409, "section-sold-out");

        (
            await evening.Plan([("Hall", 3), ("Gym", 2)], ("Adults", null, "Hall"), ("Children", null, "Gym"))
        ).ShouldBe(200);
        (await Left(evening)).ShouldBe([0, 0]);
        (
            await evening.Plan([("Gym", 3), ("Hall", 2)], ("Adults", null, "Gym"), ("Children", null, "Hall"))
        ).ShouldBe(200);
        (await Left(evening)).ShouldBe([0, 0]);
        (await evening.Plan([], ("Adults", 3, ""), ("Children", 5, ""))).ShouldBe(200);
        (await Left(evening)).ShouldBe([0, 3]);
        (await Pools(evening)).ShouldBeEmpty();
        await Server.ShouldBeSound();
    }

    [Fact]
    public async Task The_places_of_a_pool_count_once_in_what_is_left_of_the_event()
    {
        var evening = await Evening.New();
        (
            await evening.Plan(
                [("Hall", 10)],
                ("Adults", 8, "Hall"),
                ("Children", 8, "Hall"),
                (Evening.Floor, 100, "")
            )
        ).ShouldBe(200);
        (await (await Cast.Ben()).Book(evening, 3, "Adults")).ShouldBe(201);

        var page = (await evening.Organiser.Get($"/events/{evening.Id}")).ShouldBe(200);
        page["places_left"].GetInt64().ShouldBe(107);
        (await Pools(evening)).ShouldBe([("Hall", 10, 7)]);
        page["sections"]
            .EnumerateArray()
            .Select(section => section.GetProperty("pool").GetString())
            .ShouldBe(["Hall", "Hall", null]);
    }

    [Fact]
    public async Task A_section_keeps_its_pool_until_it_says_another_and_a_pool_its_places()
    {
        var evening = await Hall(4);
        var sections = new object[]
        {
            new { name = "Adults", unlimited = true },
            new { name = "Children", capacity = 3 },
        };

        (await evening.Organiser.Patch($"/events/{evening.Id}", new { sections })).ShouldBe(200);
        (await Left(evening)).ShouldBe([4, 3]);
        var pools = new[] { new { name = "HALL", capacity = 2 } };
        (await evening.Organiser.Patch($"/events/{evening.Id}", new { pools, sections })).ShouldBe(200);
        (await Left(evening)).ShouldBe([2, 2]);
        (await evening.Plan([("HALL", 2)], ("Adults", null, "hall"), ("Children", 3, ""))).ShouldBe(200);
        (await Left(evening)).ShouldBe([2, 3]);
        (await Pools(evening)).ShouldBe([("HALL", 2, 2)]);
        var alone = new[] { new { name = "Children", capacity = 3 } };
        (await evening.Organiser.Patch($"/events/{evening.Id}", new { sections = alone })).ShouldBe(200);
        (await Pools(evening)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_cannot_be_is_refused_and_changes_nothing()
    {
        var evening = await Hall(4);
        var none = Array.Empty<object>();
        (await evening.Organiser.Patch($"/events/{evening.Id}", new { pools = none })).ShouldBeInvalid(
            "sections[0].pool"
        );

        (
            await evening.Plan([("Hall", 9)], ("Adults", null, "Gym"), ("Children", null, "Hall"))
        ).ShouldBeInvalid("sections[0].pool");
        (
            await evening.Plan(
                [("Hall", 9), ("Gym", 9)],
                ("Adults", null, "Hall"),
                ("Children", null, "Hall")
            )
        ).ShouldBeInvalid("pools[1].name");
        (
            await evening.Plan([("Hall", 9), ("hall", 9)], ("Adults", null, "Hall"), ("Children", 1, ""))
        ).ShouldBeInvalid("pools");
        (await evening.Plan([("Hall", -1)], ("Adults", null, "Hall"))).ShouldBeInvalid("pools[0].capacity");
        (
            await evening.Organiser.Patch($"/events/{evening.Id}", new { pools = new object?[] { null } })
        ).ShouldBeInvalid("pools");

        (await Pools(evening)).ShouldBe([("Hall", 4, 4)]);
    }

    /// <summary>Adults and children share a hall of so many places; neither has a limit of its own.</summary>
    internal static async Task<Evening> Hall(int places, TestServer? on = null)
    {
        var evening = await Evening.New(on);
        (
            await evening.Plan([("Hall", places)], ("Adults", null, "Hall"), ("Children", null, "Hall"))
        ).ShouldBe(200);
        return evening;
    }

    private static async Task<Evening> Adults(int places, (string, int)[] pools)
    {
        var evening = await Evening.New();
        (await evening.Plan(pools, ("Adults", places, "Hall"))).ShouldBe(200);
        return evening;
    }

    private static async Task<long[]> Left(Evening evening) =>
        [
            .. (await evening.Organiser.Get($"/events/{evening.Id}"))["sections"]
                .EnumerateArray()
                .Select(section => section.GetProperty("available").GetInt64()),
        ];

    private static async Task<(string?, long, long)[]> Pools(Evening evening) =>
        [
            .. (await evening.Organiser.Get($"/events/{evening.Id}"))["pools"]
                .EnumerateArray()
                .Select(pool =>
                    (
                        pool.GetProperty("name").GetString(),
                        pool.GetProperty("capacity").GetInt64(),
                        pool.GetProperty("available").GetInt64()
                    )
                ),
        ];

    private static async Task<string?[]> Shown(Evening evening) =>
        [
            .. (await evening.Server.Anyone.Get($"/events/{evening.Id}/availability"))["sections"]
                .EnumerateArray()
                .Select(section => section.GetProperty("state").GetString()),
        ];
}
