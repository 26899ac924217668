using Seatmate.Tests.Ticketing.Sections;

namespace Seatmate.Tests.Concurrency;

/// <summary>Two sections share few places, and many people want them at two servers on one database. The race is run a
/// second time without what takes of the pool, and must go wrong there.</summary>
public sealed class PoolRacesTests(TwoServers two) : IClassFixture<TwoServers>
{
    private const string Guard = "stocks_take_of_their_pools";
    private const string GuardOff = $"DROP TRIGGER {Guard} ON ticketing.stocks";
    private static readonly string[] Sections = ["Adults", "Children"];

    [Fact]
    public async Task Of_eighty_people_who_want_twenty_shared_places_twenty_get_one()
    {
        var (evening, answers) = await Run(two);

        answers.Count(answer => answer.Status == 201).ShouldBe(20);
        foreach (var refused in answers.Where(answer => answer.Status != 201))
            refused.ShouldFail(409, "section-sold-out", PoolsTests.NoneInTheHall);
        (await evening.PlacesTaken()).ShouldBe(20);
        await two.First.ShouldBeSound();
        two.First.Errors.Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_what_takes_of_the_pool_the_same_race_oversells_it_and_the_doctor_says_so()
    {
        await using var broken = await TwoServers.Without(GuardOff);

        var (evening, _) = await Run(broken);

        var sold = await evening.TicketsSold();
        sold.ShouldBeGreaterThan(20);
        (await broken.First.Violations()).ShouldContain(violation =>
            violation.Contains("pool", StringComparison.Ordinal)
        );
        Control.FailedAsExpected(Guard, $"{sold} tickets were sold for 20 shared places");
    }

    [Fact]
    public async Task Who_books_while_their_section_comes_to_share_places_gets_one_of_those()
    {
        var evening = await Evening.Of(
            await Cast.Ada(two.First),
            sections: [("Adults", 0, 50), ("Children", 0, 50)]
        );
        var ben = await Cast.Ben(two.First);
        (await ben.Book(evening, 1, "Adults")).ShouldBe(201);
        var eve = await Cast.Eve(two.First);
        await using var gate = await Gate.Before(two.First, "ticketing.stocks");
        var booking = eve.At(two.Second).Book(evening, 1, "Children");
        await gate.ShouldHaveWaiting(1);
        var plan = evening.Plan([("Hall", 1)], ("Adults", null, "Hall"), ("Children", null, "Hall"));
        await gate.ShouldHaveWaiting(2);

        await gate.Open();

        ((await booking).Status, (await plan).Status).ShouldBeOneOf((201, 409), (409, 200));
        (await evening.PlacesTaken()).ShouldBe((await booking).Status == 201 ? 2 : 1);
        await two.First.ShouldBeSound();
    }

    [Fact]
    public async Task Nobody_waits_in_a_circle_while_pools_change_and_sections_of_several_are_booked()
    {
        var evening = await Evening.New(two.First, perPerson: 100);
        (string, int)[] pools = [("Hall", 500), ("Gym", 500)];
        (await evening.Plan(pools, ("Adults", null, "Gym"), ("Children", null, "Hall"))).ShouldBe(200);
        var crowd = await Cast.Crowd(12, two.First);

        var answers = await Race.AtOnce(
            60,
            number =>
                number % 12 == 0
                    ? evening.Plan(
                        pools,
                        ("Adults", null, number % 24 == 0 ? "Hall" : "Gym"),
                        ("Children", null, number % 24 == 0 ? "Gym" : "Hall")
                    )
                    : crowd[number % 12]
                        .At(two.At(number))
                        .HoldLines(
                            evening,
                            null,
                            new { section = Sections[number % 2], quantity = 1 },
                            new { section = Sections[(number + 1) % 2], quantity = 2 }
                        )
        );

        foreach (var answer in answers)
            answer.Status.ShouldBeOneOf(200, 201);
        (await evening.PlacesTaken()).ShouldBe(3 * answers.Count(answer => answer.Status == 201));
        await two.First.ShouldBeSound();
        two.First.Errors.Lines.ShouldBeEmpty();
    }

    private static async Task<(Evening, Answer[])> Run(TwoServers two)
    {
        var evening = await PoolsTests.Hall(20, two.First);
        var crowd = await Cast.Crowd(80, two.First);
        var answers = await Race.AtOnceInLanes(
            two.First,
            "ticketing.stocks",
            2,
            80,
            number => crowd[number].At(two.At(number)).Book(evening, 1, Sections[number / 2 % 2])
        );
        return (evening, answers);
    }
}
