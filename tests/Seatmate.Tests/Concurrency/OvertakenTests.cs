namespace Seatmate.Tests.Concurrency;

/// <summary>While a batch of one server is on its way, something happens that it has not seen; it is decided anew. Each
/// race is run a second time without the guard that refuses it, and must go wrong there.</summary>
public sealed class OvertakenTests(TwoServers two) : IClassFixture<TwoServers>
{
    private const string NoKeys =
        "ALTER TABLE platform.repeated_requests DROP CONSTRAINT repeated_requests_one_effect_per_key";

    private const string NoSubjects = "ALTER TABLE ticketing.stocks DROP CONSTRAINT stocks_one_per_subject";

    private const string StocksUncounted =
        "CREATE OR REPLACE FUNCTION ticketing.expect_stocks(seen bigint, expected bigint) RETURNS void LANGUAGE sql AS ''";

    [Fact]
    public async Task A_request_that_is_executed_at_both_servers_at_once_has_one_effect()
    {
        var (evening, answers) = await AskTwice(two);

        answers.Select(answer => answer.ShouldBe(201).Body).Distinct().Count().ShouldBe(1);
        (await evening.TicketsSold()).ShouldBe(2);
        await two.First.ShouldBeSound();
    }

    [Fact]
    public async Task Without_the_key_it_has_two()
    {
        await using var broken = await TwoServers.Without(NoKeys);

        var (evening, answers) = await AskTwice(broken);

        answers.Select(answer => answer.ShouldBe(201).Id).Distinct().Count().ShouldBe(2);
        (await evening.TicketsSold()).ShouldBe(3);
        Control.FailedAsExpected("repeated_requests_one_effect_per_key", "one request made two orders");
    }

    [Fact]
    public async Task Who_buys_for_the_first_time_at_both_servers_has_one_limit()
    {
        var (evening, answers) = await ComeNewTwice(two);

        answers.Single(answer => answer.Status != 201).ShouldFail(400, "too-many-tickets");
        (await evening.TicketsSold()).ShouldBe(3);
        await two.First.ShouldBeSound();
    }

    [Fact]
    public async Task Without_one_stock_a_subject_they_have_two()
    {
        await using var broken = await TwoServers.Without(NoSubjects);

        var (evening, answers) = await ComeNewTwice(broken);

        answers.ShouldAllBe(answer => answer.Status == 201);
        (await evening.TicketsSold()).ShouldBe(6);
        Control.FailedAsExpected("stocks_one_per_subject", "one person has 6 of 5 tickets");
    }

    [Fact]
    public async Task An_event_that_is_called_off_meanwhile_sells_nothing()
    {
        var (evening, answer) = await CallOffMeanwhile(two);

        answer.ShouldBeRefusal();
        (await evening.TicketsSold()).ShouldBe(0);
        await two.First.ShouldBeSound();
    }

    [Fact]
    public async Task A_section_that_goes_meanwhile_is_not_sold()
    {
        var (evening, answer) = await RemoveMeanwhile(two);

        answer.ShouldBeRefusal();
        (await evening.TicketsSold()).ShouldBe(0);
        await two.First.ShouldBeSound();
    }

    /// <summary>The check of the terms, which comes last, would notice both too; it is dropped first.</summary>
    [Fact]
    public async Task Without_the_count_of_stocks_both_are_sold()
    {
        await using var broken = await TwoServers.Without(TwoServers.TermsUnchecked);
        (await CallOffMeanwhile(broken)).Answer.ShouldBeRefusal();
        (await RemoveMeanwhile(broken)).Answer.ShouldBeRefusal();
        await broken.First.Execute(StocksUncounted);

        (await CallOffMeanwhile(broken)).Answer.ShouldBe(201);
        (await RemoveMeanwhile(broken)).Answer.ShouldBe(201);

        (await broken.First.Violations()).ShouldNotBeEmpty();
        Control.FailedAsExpected(
            "stocks_not_overtaken",
            "places were sold of an event that was called off, and of a section that is gone"
        );
    }

    /// <summary>Ben, who has a ticket, sends one request to both.</summary>
    private static async Task<(Evening Evening, Answer[] Answers)> AskTwice(TwoServers two)
    {
        var evening = await Evening.New(two.First);
        var ben = await Cast.Ben(two.First);
        (await ben.Book(evening)).ShouldBe(201);
        var answers = await Race.AtOnceBefore(
            two.First,
            "ticketing.orders",
            2,
            2,
            number => Repeatable(ben.At(two.At(number)), evening)
        );
        return (evening, answers);
    }

    /// <summary>Of five that one may have, three at each.</summary>
    private static async Task<(Evening Evening, Answer[] Answers)> ComeNewTwice(TwoServers two)
    {
        var evening = await Evening.New(two.First);
        var ben = await Cast.Ben(two.First);
        var answers = await Race.AtOnceBefore(
            two.First,
            "ticketing.stocks",
            2,
            2,
            number => ben.At(two.At(number)).Book(evening, 3)
        );
        return (evening, answers);
    }

    /// <summary>The batch has read and decided when the event is called off.</summary>
    private static async Task<(Evening Evening, Answer Answer)> CallOffMeanwhile(TwoServers two)
    {
        var evening = await Evening.New(two.First);
        var ben = await Cast.Ben(two.Second);
        await using var gate = await Gate.Before(two.First, "ticketing.orders");
        var booking = ben.Book(evening);
        await gate.ShouldHaveWaiting(1);
        (await evening.Organiser.Delete($"/events/{evening.Id}")).ShouldBe(200);
        await two.First.ShouldComeToRest();
        await gate.Open();
        return (evening, await booking);
    }

    /// <summary>The batch has written all but what is taken when the section goes.</summary>
    private static async Task<(Evening Evening, Answer Answer)> RemoveMeanwhile(TwoServers two)
    {
        var evening = await Evening.New(two.First);
        var ben = await Cast.Ben(two.Second);
        await using var gate = await Gate.Before(two.First, "platform.repeated_requests");
        var booking = Repeatable(ben, evening);
        await gate.ShouldHaveWaiting(1);
        object[] others = [new { name = "Box", capacity = 10 }];
        (await evening.Organiser.Patch($"/events/{evening.Id}", new { sections = others })).ShouldBe(200);
        await gate.Open();
        return (evening, await booking);
    }

    private static Task<Answer> Repeatable(Person who, Evening evening) =>
        who.Post(evening.Bookings, new { seat_section = Evening.Floor }, ("Idempotency-Key", "once"));
}
