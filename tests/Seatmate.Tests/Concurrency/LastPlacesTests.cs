namespace Seatmate.Tests.Concurrency;

/// <summary>Many people want few places. Each race is run a second time on a database without the check that guards it,
/// and must go wrong there: so the test is known to see what it looks for.</summary>
public sealed class LastPlacesTests(TwoServers two) : IClassFixture<TwoServers>
{
    private const string GuardOff =
        "ALTER TABLE ticketing.stocks DROP CONSTRAINT stocks_taken_within_capacity";

    [Fact]
    public async Task Of_two_hundred_people_who_want_fifty_places_fifty_get_one()
    {
        var evening = await Evening.New(two.First, places: 50);
        var crowd = await Cast.Crowd(200, two.First);

        var answers = await Race.AtOnce(200, number => crowd[number].Book(evening));

        await FiftyShouldHaveOne(evening, answers);
    }

    [Fact]
    public async Task At_two_servers_on_one_database_fifty_of_two_hundred_get_one()
    {
        var (evening, answers) = await RaceAtTwoServers(two);

        await FiftyShouldHaveOne(evening, answers);
    }

    [Fact]
    public async Task Without_the_check_on_the_stock_the_same_race_oversells_and_the_doctor_says_so()
    {
        await using var broken = await TwoServers.Without(GuardOff);

        var (evening, answers) = await RaceAtTwoServers(broken);

        answers.Count(answer => answer.Status == 201).ShouldBeGreaterThan(50);
        (await evening.TicketsSold()).ShouldBeGreaterThan(50);
        (await broken.First.Violations()).ShouldContain(violation =>
            violation.StartsWith("no stock is oversold: ", StringComparison.Ordinal)
        );
        Control.FailedAsExpected(
            "stocks_taken_within_capacity",
            $"{await evening.TicketsSold()} tickets were sold for 50 places"
        );
    }

    [Fact]
    public async Task Twenty_bookings_of_one_person_at_once_give_five_tickets()
    {
        var (evening, answers) = await TwentyOfOnePerson(two);

        answers.Count(answer => answer.Status == 201).ShouldBe(4);
        foreach (var refused in answers.Where(answer => answer.Status != 201))
            refused.ShouldFail(400, "too-many-tickets", "Maximum 5 tickets allowed per user per event");
        (await evening.TicketsSold()).ShouldBe(5);
        await two.First.ShouldBeSound();
    }

    [Fact]
    public async Task Without_the_check_one_person_gets_more_than_five()
    {
        await using var broken = await TwoServers.Without(GuardOff);

        var (evening, answers) = await TwentyOfOnePerson(broken);

        answers.Count(answer => answer.Status == 201).ShouldBeGreaterThan(4);
        var tickets = await evening.TicketsSold();
        tickets.ShouldBeGreaterThan(5);
        Control.FailedAsExpected("stocks_taken_within_capacity", $"one person has {tickets} of 5 tickets");
    }

    [Fact]
    public async Task A_refusal_under_an_idempotency_key_leaves_nothing_behind()
    {
        var evening = await Evening.New(two.First, places: 3);
        var crowd = await Cast.Crowd(12, two.First);

        var answers = await Race.AtOnceBefore(
            two.First,
            "ticketing.orders",
            1,
            12,
            number =>
                crowd[number]
                    .Post(
                        evening.Bookings,
                        new { seat_section = Evening.Floor },
                        ("Idempotency-Key", $"intent-{number}")
                    )
        );

        answers.Count(answer => answer.Status == 201).ShouldBe(3);
        answers.Count(answer => answer.Status == 409).ShouldBe(9);
        (
            await two.First.Ask<long>("SELECT count(*) FROM ticketing.orders WHERE event_id = $1", evening.Id)
        ).ShouldBe(3);
        await two.First.ShouldBeSound();
    }

    [Fact]
    public async Task Places_that_nobody_paid_for_go_to_all_who_ask_for_them_at_once()
    {
        var evening = await Evening.New(two.First, price: 10, places: 12);
        var late = await Cast.Crowd(12, two.First);
        await two.First.PassDeadline([.. await Race.AtOnce(12, number => late[number].Book(evening))]);
        var crowd = await Cast.Crowd(12, two.First);

        var answers = await Race.AtOnceBefore(
            two.First,
            "ticketing.orders",
            1,
            12,
            number => crowd[number].Book(evening)
        );

        foreach (var answer in answers)
            answer.ShouldBe(201);
        await two.First.ShouldBeSound();
    }

    private static async Task<(Evening, Answer[])> RaceAtTwoServers(TwoServers two)
    {
        var evening = await Evening.New(two.First, places: 50);
        var crowd = await Cast.Crowd(200, two.First);
        var answers = await Race.AtOnceInLanes(
            two.First,
            "ticketing.stocks",
            2,
            200,
            number => crowd[number].At(two.At(number)).Book(evening)
        );
        return (evening, answers);
    }

    private static async Task<(Evening, Answer[])> TwentyOfOnePerson(TwoServers two)
    {
        var evening = await Evening.New(two.First);
        var ben = await Cast.Ben(two.First);
        (await ben.Book(evening)).ShouldBe(201);
        var answers = await Race.AtOnceInLanes(
            two.First,
            "ticketing.stocks",
            2,
            20,
            number => ben.At(two.At(number)).Book(evening)
        );
        return (evening, answers);
    }

    private static async Task FiftyShouldHaveOne(Evening evening, Answer[] answers)
    {
        answers.Count(answer => answer.Status == 201).ShouldBe(50);
        foreach (var refused in answers.Where(answer => answer.Status != 201))
            refused.ShouldFail(
                409,
                "section-sold-out",
                "No more Floor tickets available, please select a different seat section"
            );
        (await evening.TicketsSold()).ShouldBe(50);
        (await evening.PlacesTaken()).ShouldBe(50);
        await evening.Server.ShouldBeSound();
        evening.Server.Errors.Lines.ShouldBeEmpty();
    }
}
