namespace Seatmate.Tests.Events.Reviews;

public sealed class CreateReviewTests
{
    [Fact]
    public async Task Who_was_there_reviews_once_changes_it_and_takes_it_away_and_the_mean_follows()
    {
        var evening = await Evening.New();
        var (ben, eve) = (await Cast.Ben(), await Cast.Eve());
        foreach (var person in new[] { ben, eve })
            (await person.Book(evening)).ShouldBe(201);
        await evening.Begins();
        (await ben.Get(Own(evening)))["may_review"].GetBoolean().ShouldBeTrue();

        var review = (await ben.Review(evening, 5, "  Żółć, encore!  ")).ShouldBe(201);
        (await eve.Review(evening, 2)).ShouldBe(201);

        review.Text("text").ShouldBe("Żółć, encore!");
        (await ben.Get(Own(evening)))["may_review"].GetBoolean().ShouldBeFalse();
        await ShouldHave(evening, 3.5m, 2);
        (await ben.Patch($"{Reviews(evening)}/{review.Id}", new { stars = 3, text = "" })).ShouldBe(200);
        await ShouldHave(evening, 2.5m, 2);
        var list = (await evening.Server.Anyone.Get(Reviews(evening))).ShouldBe(200);
        list.Rows.Select(row => row.GetProperty("stars").GetInt32()).ShouldBe([2, 3]);
        (await ben.Delete($"{Reviews(evening)}/{review.Id}")).ShouldBe(200);
        await ShouldHave(evening, 2m, 1);
        (await ben.Delete($"{Reviews(evening)}/{review.Id}")).ShouldFail(404, "not-found");
    }

    [Fact]
    public async Task Only_who_was_there_may_and_not_before_it_begins_nor_for_ones_own_team()
    {
        var evening = await Evening.New();
        var (ben, cleo, finn) = (await Cast.Ben(), await Cast.Cleo(), await Cast.Finn());
        (await ben.Book(evening)).ShouldBe(201);
        (await evening.Organiser.Book(evening)).ShouldBe(201);
        var calledOff = (await finn.Book(evening)).ShouldBe(201);
        (await finn.Cancel(evening, calledOff)).ShouldBe(200);

        (await ben.Review(evening, 4)).ShouldFail(409, "not-begun");
        await evening.Begins();

        (await cleo.Review(evening, 4)).ShouldFail(
            403,
            "forbidden",
            "Only people who were there can review it"
        );
        (await finn.Review(evening, 4)).ShouldFail(403, "forbidden");
        (await evening.Organiser.Review(evening, 5)).ShouldFail(
            403,
            "forbidden",
            "You cannot review an event of your own team"
        );
        (await cleo.Post("/events/999999999/reviews", new { stars = 4 })).ShouldFail(404, "not-found");
        var review = (await ben.Review(evening, 0)).ShouldBe(201);
        (await cleo.Patch($"{Reviews(evening)}/{review.Id}", new { stars = 1 })).ShouldFail(403, "forbidden");
        (await cleo.Delete($"{Reviews(evening)}/{review.Id}")).ShouldFail(403, "forbidden");
        (await (await Cast.Admin()).Delete($"{Reviews(evening)}/{review.Id}")).ShouldBe(200);
    }

    [Fact]
    public async Task Nonsense_is_refused()
    {
        var evening = await Evening.New();
        var ben = await Cast.Ben();
        (await ben.Book(evening)).ShouldBe(201);
        await evening.Begins();

        (await ben.Review(evening, 6)).ShouldBeInvalid("stars");
        (await ben.Review(evening, -1)).ShouldBeInvalid("stars");
        (await ben.Post(Reviews(evening), new { text = "No stars" })).ShouldBeInvalid("stars");
        (await ben.Review(evening, 3, new string('x', 1001))).ShouldBeInvalid("text");
    }

    [Fact]
    public async Task At_once_there_is_one_review_and_the_sum_counts_everybodys()
    {
        var evening = await Evening.New();
        var crowd = await Cast.Crowd(8);
        foreach (var person in crowd)
            (await person.Book(evening)).ShouldBe(201);
        await evening.Begins();

        var answers = await Race.AtOnceBefore(
            evening.Server,
            "events.reviews",
            waiting: 5,
            count: 16,
            number => crowd[number / 2].Review(evening, number / 2 % 6)
        );

        answers.Count(answer => answer.Status == 201).ShouldBe(8);
        answers
            .Where(answer => answer.Status != 201)
            .ShouldAllBe(answer => answer.ShouldFail(409, "already-reviewed", null).Status == 409);
        await ShouldHave(evening, 2m, 8);
        await evening.Server.ShouldBeSound();
    }

    [Fact]
    public async Task Who_leaves_takes_their_review_along_and_its_stars()
    {
        var evening = await Evening.New();
        var (ben, eve) = (await Cast.Ben(), await Cast.Eve());
        foreach (var person in new[] { ben, eve })
            (await person.Book(evening)).ShouldBe(201);
        await evening.Begins();
        (await ben.Review(evening, 1)).ShouldBe(201);
        (await eve.Review(evening, 4)).ShouldBe(201);

        (await (await Cast.Admin()).Delete($"/user/{ben.Id}")).ShouldBe(200);

        await ShouldHave(evening, 4m, 1);
    }

    private static string Reviews(Evening evening) => $"/events/{evening.Id}/reviews";

    private static string Own(Evening evening) => $"{Reviews(evening)}/own";

    private static async Task ShouldHave(Evening evening, decimal stars, int reviews)
    {
        var seen = (await evening.Organiser.Get($"/events/{evening.Id}")).ShouldBe(200);
        seen.Decimal("stars").ShouldBe(stars);
        seen["review_count"].GetInt64().ShouldBe(reviews);
    }
}
