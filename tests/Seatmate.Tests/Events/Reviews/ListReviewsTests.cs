namespace Seatmate.Tests.Events.Reviews;

public sealed class ListReviewsTests
{
    [Fact]
    public async Task Everybody_reads_them_the_newest_first_page_by_page_but_not_those_of_a_draft()
    {
        var evening = await Evening.New();
        var crowd = await Cast.Crowd(3);
        foreach (var person in crowd)
            (await person.Book(evening)).ShouldBe(201);
        await evening.Begins();
        for (var i = 0; i < crowd.Length; i++)
            (await crowd[i].Review(evening, i, $"Number {i}")).ShouldBe(201);
        var reviews = $"/events/{evening.Id}/reviews";

        var pages = await evening.Server.Anyone.GetPages($"{reviews}?limit=2");

        pages.Count.ShouldBe(2);
        pages
            .SelectMany(page => page.Rows)
            .Select(row => row.GetProperty("text").GetString())
            .ShouldBe(["Number 2", "Number 1", "Number 0"]);
        (await evening.Organiser.Patch($"/events/{evening.Id}", new { status = "draft" })).ShouldBe(200);
        (await evening.Server.Anyone.Get(reviews)).ShouldFail(404, "not-found");
    }

    [Fact]
    public async Task A_list_by_rating_begins_with_what_many_liked_and_walks_to_its_end()
    {
        await using var server = await TestServer.StartAsync();
        var ada = await Cast.Ada(server);
        var (liked, loved, unseen) = (await Evening.Of(ada), await Evening.Of(ada), await Evening.Of(ada));
        var crowd = await Cast.Crowd(6, server);
        foreach (var evening in new[] { liked, loved })
        {
            foreach (var person in crowd)
                (await person.Book(evening)).ShouldBe(201);
            await evening.Begins();
        }
        (await crowd[0].Review(liked, 5)).ShouldBe(201);
        foreach (var person in crowd)
            (await person.Review(loved, 5)).ShouldBe(201);

        var pages = await server.Anyone.GetPages("/events?sort=-rating&limit=1");

        pages
            .SelectMany(page => page.Rows)
            .Select(row => row.GetProperty("id").GetInt64())
            .ShouldBe([loved.Id, liked.Id, unseen.Id]);
    }
}
