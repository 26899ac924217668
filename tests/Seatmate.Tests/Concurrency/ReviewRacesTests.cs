namespace Seatmate.Tests.Concurrency;

/// <summary>People at two servers review an event at the same moment. Each race is run a second time without the guard
/// that decides it, and must go wrong there.</summary>
public sealed class ReviewRacesTests(TwoServers two) : IClassFixture<TwoServers>
{
    private const int Crowd = 12;
    private const string NoKey = "ALTER TABLE events.reviews DROP CONSTRAINT reviews_once";

    /// <summary>Counts by what it read before, as a program would that adds up by itself.</summary>
    private const string CountedByHand = """
        CREATE OR REPLACE FUNCTION events.count_review() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE seen events.events;
        BEGIN
            SELECT * INTO seen FROM events.events WHERE id = NEW.event_id;
            UPDATE events.events SET stars_sum = seen.stars_sum + NEW.stars, review_count = seen.review_count + 1
            WHERE id = NEW.event_id;
            RETURN NULL;
        END $$
        """;

    private const string Counted =
        "SELECT stars_sum || ' in ' || review_count FROM events.events WHERE id = $1";

    private const string Written =
        "SELECT sum(stars) || ' in ' || count(*) FROM events.reviews WHERE event_id = $1";

    [Fact]
    public async Task Two_first_reviews_of_one_person_are_one()
    {
        var (evening, answers) = await ReviewTwice(two);

        answers.Count(answer => answer.Status == 201).ShouldBe(1);
        answers.Single(answer => answer.Status != 201).ShouldFail(409, "already-reviewed");
        (await two.First.Ask<string>(Written, evening.Id)).ShouldBe("4 in 1");
        (await two.First.Ask<string>(Counted, evening.Id)).ShouldBe("4 in 1");
    }

    [Fact]
    public async Task Without_the_key_one_person_has_two_first_reviews()
    {
        await using var broken = await TwoServers.Without(NoKey);

        var (evening, answers) = await ReviewTwice(broken);

        answers.ShouldAllBe(answer => answer.Status == 201);
        (await broken.First.Ask<string>(Written, evening.Id)).ShouldBe("8 in 2");
        Control.FailedAsExpected("reviews_once", "one person reviewed an event twice");
    }

    [Fact]
    public async Task The_stars_of_a_crowd_are_all_counted()
    {
        var evening = await ReviewByCrowd(two);

        (await two.First.Ask<string>(Counted, evening.Id)).ShouldBe($"{Crowd * 4} in {Crowd}");
        (await two.First.Ask<string>(Written, evening.Id)).ShouldBe($"{Crowd * 4} in {Crowd}");
    }

    [Fact]
    public async Task Added_up_by_what_was_read_before_stars_are_lost()
    {
        await using var broken = await TwoServers.Without(CountedByHand);

        var evening = await ReviewByCrowd(broken);

        var (counted, written) = (
            await broken.First.Ask<string>(Counted, evening.Id),
            await broken.First.Ask<string>(Written, evening.Id)
        );
        written.ShouldBe($"{Crowd * 4} in {Crowd}");
        counted.ShouldNotBe(written);
        Control.FailedAsExpected("reviews_are_counted", $"{written} are counted as {counted}");
    }

    /// <summary>Both have seen that there is none yet, and wait to write.</summary>
    private static async Task<(Evening Evening, Answer[] Answers)> ReviewTwice(TwoServers two)
    {
        var evening = await Evening.New(two.First);
        var ben = await Cast.Ben(two.First);
        (await ben.Book(evening)).ShouldBe(201);
        await evening.Begins();
        var answers = await Race.AtOnceBefore(
            two.First,
            "events.reviews",
            2,
            2,
            number => ben.At(two.At(number)).Review(evening, 4)
        );
        return (evening, answers);
    }

    /// <summary>All have written, and wait to be counted.</summary>
    private static async Task<Evening> ReviewByCrowd(TwoServers two)
    {
        var evening = await Evening.New(two.First);
        var crowd = await Cast.Crowd(Crowd, two.First);
        foreach (var person in crowd)
            (await person.Book(evening)).ShouldBe(201);
        await evening.Begins();
        var answers = await Race.AtOnceBefore(
            two.First,
            "events.events",
            Crowd,
            Crowd,
            number => crowd[number].At(two.At(number)).Review(evening, 4)
        );
        answers.ShouldAllBe(answer => answer.Status == 201);
        return evening;
    }
}
