using System.Diagnostics;

namespace Seatmate.Tests.Social.Posts;

public sealed class ListPostsTests(OwnServer own) : IClassFixture<OwnServer>
{
    [Fact]
    public async Task The_newest_come_first_and_pages_hold_each_once()
    {
        var ben = await Cast.Ben(own.Server);
        var written = new List<long>();
        for (var i = 0; i < 5; i++)
            written.Insert(0, (await ben.Write()).Id);

        var pages = await ben.GetPages($"/posts?author_id={ben.Id}&limit=2");

        pages.Select(page => page.Rows.Count).ShouldBe([2, 2, 1]);
        pages.SelectMany(page => page.Rows).Select(row => row.GetProperty("id").GetInt64()).ShouldBe(written);
    }

    [Fact]
    public async Task Posts_of_one_event_are_found_by_it()
    {
        var ben = await Cast.Ben(own.Server);
        var show = await (await Cast.Ada(own.Server)).List();
        var about = await ben.Write(new { event_id = show.Id });
        await ben.Write();

        var rows = (await ben.Get($"/posts?event_id={show.Id}")).Rows;

        rows.Select(row => row.GetProperty("id").GetInt64()).ShouldBe([about.Id]);
    }

    [Fact]
    public async Task Of_many_comments_and_likes_the_newest_twenty_are_shown_and_all_are_counted()
    {
        var ben = await Cast.Ben(own.Server);
        var crowd = await Cast.Crowd(25, own.Server);
        var post = await ben.Write();
        var comments = new List<long>();
        foreach (var person in crowd)
        {
            comments.Add((await person.Post($"/posts/{post.Id}/comments", new { content = "Me" })).Id);
            (await person.Post($"/posts/{post.Id}/likes")).ShouldBe(201);
        }

        var shown = (await crowd[24].Get("/posts?limit=1")).Rows[0];

        shown.GetProperty("comment_count").GetInt32().ShouldBe(25);
        shown.GetProperty("like_count").GetInt32().ShouldBe(25);
        shown
            .GetProperty("comments")
            .EnumerateArray()
            .Select(comment => comment.GetProperty("id").GetInt64())
            .ShouldBe(comments.Skip(5));
        var likes = shown.GetProperty("likes").EnumerateArray().ToList();
        likes.Count.ShouldBe(20);
        shown
            .GetProperty("my_like_id")
            .GetInt64()
            .ShouldBe(likes.Single(like => LikerOf(like) == crowd[24].Id).GetProperty("id").GetInt64());
    }

    [Fact]
    public async Task A_page_takes_as_many_statements_whether_it_is_long_or_short()
    {
        var ben = await Cast.Ben(own.Server);
        for (var i = 0; i < 12; i++)
            (await ben.Post($"/posts/{(await ben.Write()).Id}/likes")).ShouldBe(201);

        var few = await Statements(() => ben.Get("/posts?limit=1"));
        var many = await Statements(() => ben.Get("/posts?limit=12"));

        few.ShouldBeInRange(5, 10);
        many.ShouldBe(few);
    }

    [Fact]
    public async Task An_unknown_filter_or_value_is_refused()
    {
        var ben = await Cast.Ben(own.Server);

        (await ben.Get("/posts?event=1")).ShouldBeInvalid("event");
        (await ben.Get("/posts?event_id=x")).ShouldBeInvalid("event_id");
        (await ben.Get("/posts?event_id=")).ShouldBeInvalid("event_id");
        (await ben.Get("/posts?author_id=9223372036854775808")).ShouldBeInvalid("author_id");
        (await own.Server.Anyone.Get("/posts")).ShouldFail(401, "sign-in-needed");
    }

    private static long LikerOf(System.Text.Json.JsonElement like) =>
        like.GetProperty("user").GetProperty("id").GetInt64();

    /// <summary>How many statements reach the database while something is asked: the traces that belong to the
    /// question.</summary>
    private static async Task<int> Statements(Func<Task<Answer>> ask)
    {
        var count = 0;
        using var source = new ActivitySource("Statements");
        using var listener = new ActivityListener
        {
            ShouldListenTo = other => other.Name is "Npgsql" or "Microsoft.AspNetCore" or "Statements",
            Sample = (ref _) => ActivitySamplingResult.AllData,
        };
        ActivitySource.AddActivityListener(listener);
        using var question = source.StartActivity("question").ShouldNotBeNull();
        listener.ActivityStopped = activity =>
        {
            if (activity.Source.Name == "Npgsql" && activity.TraceId == question.TraceId)
                Interlocked.Increment(ref count);
        };
        (await ask()).ShouldBe(200);
        return count;
    }
}
