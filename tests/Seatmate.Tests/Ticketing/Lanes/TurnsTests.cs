namespace Seatmate.Tests.Ticketing.Lanes;

/// <summary>In a crowd the next batch is decided while one is being written. Every batch of these servers takes its
/// time, so that it happens; a sequence counts how often it did.</summary>
public sealed class TurnsTests(TurnsTests.Stage stage) : IClassFixture<TurnsTests.Stage>
{
    private const int People = 40;
    private const int Each = 4;
    private const int Warmed = People + 3;

    public sealed class Stage : TwoServers
    {
        public Person[] Crowd { get; private set; } = null!;

        public override async ValueTask InitializeAsync()
        {
            await base.InitializeAsync();
            await First.Execute(
                """
                CREATE SEQUENCE begun;
                CREATE SEQUENCE beside;
                CREATE FUNCTION take_time() RETURNS trigger LANGUAGE plpgsql AS $$
                DECLARE mine bigint := nextval('begun');
                BEGIN
                    PERFORM pg_sleep(0.05);
                    IF (SELECT last_value FROM begun) > mine THEN
                        PERFORM nextval('beside');
                    END IF;
                    RETURN NULL;
                END $$;
                CREATE TRIGGER orders_take_time BEFORE INSERT ON ticketing.orders EXECUTE FUNCTION take_time();
                """
            );
            Crowd = await Cast.Crowd(People, First);
        }

        public Task<long> Beside() =>
            First.Ask<long>("SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM beside");
    }

    [Fact]
    public async Task Control_a_batch_is_decided_while_another_is_written()
    {
        var evening = await Evening.New(stage.First, places: 100_000, perPerson: 1000);
        await Eventually.ShouldBeTrue(
            async () =>
            {
                await Warm(evening);
                var before = await stage.Beside();
                var answers = await Race.AtOnce(People * Each, i => stage.Crowd[i % People].Book(evening));
                answers.ShouldAllBe(answer => answer.Status == 201);
                return await stage.Beside() > before;
            },
            "two batches are written at once",
            within: TimeSpan.FromSeconds(60)
        );
        await stage.First.ShouldBeSound();
    }

    [Fact]
    public async Task Two_batches_at_once_sell_each_place_once()
    {
        var evening = await Evening.New(stage.First, places: 140, perPerson: 1000);
        await Warm(evening);

        var answers = await Race.AtOnce(People * Each, i => stage.Crowd[i % People].Book(evening));

        ShouldBe(answers, 97, 409, "section-sold-out");
        (await evening.TicketsSold()).ShouldBe(140);
        await stage.First.ShouldBeSound();
    }

    [Fact]
    public async Task Who_comes_in_two_batches_at_once_stays_within_the_limit()
    {
        var evening = await Evening.New(stage.First, perPerson: 3);
        await Warm(evening);

        var answers = await Race.AtOnce(People * Each, i => stage.Crowd[i % People].Book(evening));

        ShouldBe(answers, People * 3 - Warmed, 400, "too-many-tickets");
        await stage.First.ShouldBeSound();
    }

    [Fact]
    public async Task A_batch_that_was_refused_while_the_next_is_written_is_decided_anew()
    {
        var evening = await Evening.New(stage.First, places: 140, perPerson: 1000);
        await Warm(evening);

        var here = Race.AtOnce(People * Each, i => stage.Crowd[i % People].Book(evening));
        var there = Race.AtOnce(60, i => stage.Crowd[i % People].At(stage.Second).Book(evening));
        Answer[] answers = [.. await here, .. await there];

        ShouldBe(answers, 97, 409, "section-sold-out");
        (await evening.TicketsSold()).ShouldBe(140);
        await stage.First.ShouldBeSound();
    }

    [Fact]
    public async Task A_seat_that_two_batches_want_is_somebodys_once()
    {
        var evening = await Evening.New(stage.First, perPerson: 1000);
        var seats = await evening.Seat(People + 70);
        for (var i = 0; i < People; i++)
            (await stage.Crowd[i].HoldSeats(evening, seats[i])).ShouldBe(201);

        var answers = await Race.AtOnce(
            People * Each,
            i => stage.Crowd[i % People].HoldSeats(evening, seats[People + i % 70])
        );

        ShouldBe(answers, 70, 409, "seat-taken");
        await stage.First.ShouldBeSound();
    }

    [Fact]
    public async Task The_same_request_in_two_batches_has_one_effect()
    {
        var evening = await Evening.New(stage.First, perPerson: 1000);
        await Warm(evening);

        var answers = await Race.AtOnce(
            People * Each,
            i =>
                stage
                    .Crowd[i % People]
                    .Post(
                        evening.Bookings,
                        new { seat_section = Evening.Floor },
                        ("Idempotency-Key", $"once {i % People}")
                    )
        );

        answers.ShouldAllBe(answer => answer.Status == 201);
        (await evening.TicketsSold()).ShouldBe(Warmed + People);
        await stage.First.ShouldBeSound();
    }

    private static void ShouldBe(Answer[] answers, int granted, int refusal, string code)
    {
        answers.Count(answer => answer.Status == 201).ShouldBe(granted);
        foreach (var answer in answers.Where(answer => answer.Status != 201))
            answer.ShouldFail(refusal, code);
    }

    /// <summary>Everybody has a stock of their own, and the last were served by what others left behind.</summary>
    private async Task Warm(Evening evening)
    {
        var all = await Race.AtOnce(People, i => stage.Crowd[i].Book(evening));
        all.ShouldAllBe(answer => answer.Status == 201);
        foreach (var person in stage.Crowd.Take(Warmed - People))
            (await person.Book(evening)).ShouldBe(201);
    }
}
