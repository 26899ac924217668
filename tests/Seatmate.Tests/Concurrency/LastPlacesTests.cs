namespace Seatmate.Tests.Concurrency;

/// <summary>Many people want few places. Each race is run a second time on a database without the check that guards it,
/// and must go wrong there: so the test is known to see what it looks for.</summary>
public sealed class LastPlacesTests
{
    private const string GuardOff =
        "ALTER TABLE ticketing.stocks DROP CONSTRAINT stocks_taken_within_capacity";

    [Fact]
    public async Task Of_two_hundred_people_who_want_fifty_places_fifty_get_one()
    {
        await using var server = await TestServer.StartAsync();
        var evening = await Evening.New(server, places: 50);
        var crowd = await Cast.Crowd(200, server);

        var answers = await Race.AtOnce(200, number => crowd[number].Book(evening));

        await FiftyShouldHaveOne(evening, answers);
    }

    [Fact]
    public async Task At_two_servers_on_one_database_fifty_of_two_hundred_get_one()
    {
        await using var server = await TestServer.StartAsync();

        var (evening, answers) = await RaceAtTwoServers(server);

        await FiftyShouldHaveOne(evening, answers);
    }

    [Fact]
    public async Task Without_the_check_on_the_stock_the_same_race_oversells_and_the_doctor_says_so()
    {
        await using var server = await TestServer.StartAsync();
        await server.Execute(GuardOff);

        var (evening, answers) = await RaceAtTwoServers(server);

        answers.Count(answer => answer.Status == 201).ShouldBeGreaterThan(50);
        (await evening.TicketsSold()).ShouldBeGreaterThan(50);
        (await server.Violations()).ShouldContain(violation =>
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
        await using var server = await TestServer.StartAsync();

        var (evening, answers) = await TwentyOfOnePerson(server);

        answers.Count(answer => answer.Status == 201).ShouldBe(4);
        foreach (var refused in answers.Where(answer => answer.Status != 201))
            refused.ShouldFail(400, "too-many-tickets", "Maximum 5 tickets allowed per user per event");
        (await evening.TicketsSold()).ShouldBe(5);
        await server.ShouldBeSound();
    }

    [Fact]
    public async Task Without_the_check_one_person_gets_more_than_five()
    {
        await using var server = await TestServer.StartAsync();
        await server.Execute(GuardOff);

        var (evening, answers) = await TwentyOfOnePerson(server);

        answers.Count(answer => answer.Status == 201).ShouldBeGreaterThan(4);
        var tickets = await evening.TicketsSold();
        tickets.ShouldBeGreaterThan(5);
        Control.FailedAsExpected("stocks_taken_within_capacity", $"one person has {tickets} of 5 tickets");
    }

    [Fact]
    public async Task A_refusal_under_an_idempotency_key_leaves_nothing_behind()
    {
        await using var server = await TestServer.StartAsync();
        var evening = await Evening.New(server, places: 3);
        var crowd = await Cast.Crowd(12, server);

        var answers = await Race.AtOnceBefore(
            server,
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
        (await server.Ask<long>("SELECT count(*) FROM ticketing.orders")).ShouldBe(3);
        await server.ShouldBeSound();
    }

    [Fact]
    public async Task Places_that_nobody_paid_for_go_to_all_who_ask_for_them_at_once()
    {
        await using var server = await TestServer.StartAsync(add: Sweeper.IsOff);
        var evening = await Evening.New(server, price: 10, places: 12);
        var late = await Cast.Crowd(12, server);
        await server.PassDeadline([.. await Race.AtOnce(12, number => late[number].Book(evening))]);
        var crowd = await Cast.Crowd(12, server);

        var answers = await Race.AtOnceBefore(
            server,
            "ticketing.orders",
            1,
            12,
            number => crowd[number].Book(evening)
        );

        foreach (var answer in answers)
            answer.ShouldBe(201);
        await server.ShouldBeSound();
    }

    private static async Task<(Evening, Answer[])> RaceAtTwoServers(TestServer first)
    {
        await using var second = await first.StartBesideAsync();
        var evening = await Evening.New(first, places: 50);
        var crowd = await Cast.Crowd(200, first);
        var answers = await Race.AtOnceInLanes(
            first,
            "ticketing.stocks",
            2,
            200,
            number => crowd[number].At(number % 2 == 0 ? first : second).Book(evening)
        );
        return (evening, answers);
    }

    private static async Task<(Evening, Answer[])> TwentyOfOnePerson(TestServer first)
    {
        await using var second = await first.StartBesideAsync();
        var evening = await Evening.New(first);
        var ben = await Cast.Ben(first);
        (await ben.Book(evening)).ShouldBe(201);
        var answers = await Race.AtOnceInLanes(
            first,
            "ticketing.stocks",
            2,
            20,
            number => ben.At(number % 2 == 0 ? first : second).Book(evening)
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
