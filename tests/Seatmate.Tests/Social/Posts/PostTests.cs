using System.Text.Json;

namespace Seatmate.Tests.Social.Posts;

public sealed class CreatePostTests
{
    [Fact]
    public async Task A_post_about_an_event_is_answered_as_it_was_said()
    {
        var ben = await Cast.Ben();
        var show = await (await Cast.Ada()).List();

        var post = await ben.Write(
            new
            {
                title = "  Who is going? ",
                content = "Two seats.\nRow C.",
                location = "Row C",
                image_url = "https://pictures.example/a.jpg",
                event_id = show.Id,
            }
        );

        post.Header("Location").ShouldBe($"/posts/{post.Id}");
        post.Text("title").ShouldBe("Who is going?");
        post.Text("content").ShouldBe("Two seats.\nRow C.");
        post["event"].GetProperty("slug").GetString().ShouldBe(show.Text("slug"));
        post["user"].GetProperty("id").GetInt64().ShouldBe(ben.Id);
        post["like_count"].GetInt32().ShouldBe(0);
        (await (await Cast.Cleo()).Get($"/posts/{post.Id}")).Body.ShouldBe(post.Body);
    }

    [Theory]
    [InlineData("title", "ab")]
    [InlineData("title", null)]
    [InlineData("title", "two\nlines")]
    [InlineData("content", "")]
    [InlineData("content", "   ")]
    [InlineData("content", null)]
    [InlineData("image_url", "javascript:alert(1)")]
    [InlineData("event_id", 999_999_999)]
    [InlineData("event_id", "one")]
    public async Task Nonsense_is_refused_and_its_field_is_named(string field, object? value) =>
        (
            await (await Cast.Ben()).AskToWrite(new Dictionary<string, object?> { [field] = value })
        ).ShouldBeInvalid(field);

    [Fact]
    public async Task Lengths_are_counted_in_characters()
    {
        var ben = await Cast.Ben();

        await ben.Write(new { title = Many("🎸", 50), content = Many("🎻", 400) });

        (await ben.AskToWrite(new { title = Many("🎸", 51) })).ShouldBeInvalid("title");
        (await ben.AskToWrite(new { content = Many("🎻", 401) })).ShouldBeInvalid("content");
    }

    [Fact]
    public async Task A_draft_of_others_cannot_be_written_about()
    {
        var ada = await Cast.Ada();
        var draft = await ada.List(new { status = "draft" });

        (await (await Cast.Ben()).AskToWrite(new { event_id = draft.Id })).ShouldBeInvalid("event_id");
        var own = await ada.Write(new { event_id = draft.Id });

        own["event"].GetProperty("id").GetInt64().ShouldBe(draft.Id);
        (await (await Cast.Ben()).Get($"/posts/{own.Id}"))["event"].ValueKind.ShouldBe(JsonValueKind.Null);
    }

    private static string Many(string sign, int count) => string.Concat(Enumerable.Repeat(sign, count));
}

public sealed class UpdatePostTests
{
    [Fact]
    public async Task Only_what_is_said_changes_and_an_empty_text_clears()
    {
        var ben = await Cast.Ben();
        var show = await (await Cast.Ada()).List();
        var post = await ben.Write(new { location = "Row C", event_id = show.Id });

        var changed = await ben.Put($"/posts/{post.Id}", new { location = "", event_id = 0 });

        changed.ShouldBe(200).Text("title").ShouldBe(post.Text("title"));
        changed["location"].ValueKind.ShouldBe(JsonValueKind.Null);
        changed["event"].ValueKind.ShouldBe(JsonValueKind.Null);
        (await ben.Patch($"/posts/{post.Id}", new { })).ShouldBe(200).Body.ShouldBe(changed.Body);
    }

    [Fact]
    public async Task A_stranger_or_an_admin_edits_nothing()
    {
        var post = await (await Cast.Ben()).Write();

        foreach (var other in new[] { await Cast.Cleo(), await Cast.Admin() })
            (await other.Patch($"/posts/{post.Id}", new { title = "Mine now" })).ShouldFail(
                403,
                "forbidden",
                "You can only edit your own posts"
            );
        (await (await Cast.Cleo()).Patch("/posts/999999999", new { })).ShouldFail(
            404,
            "not-found",
            "Post with id 999999999 not found"
        );
    }

    [Fact]
    public async Task Nonsense_is_refused()
    {
        var ben = await Cast.Ben();
        var post = await ben.Write();

        (await ben.Patch($"/posts/{post.Id}", new { title = "" })).ShouldBeInvalid("title");
        (await ben.Patch($"/posts/{post.Id}", new { event_id = 999_999_999 })).ShouldBeInvalid("event_id");
    }
}

public sealed class DeletePostTests
{
    [Fact]
    public async Task A_post_goes_with_what_is_below_it()
    {
        var ben = await Cast.Ben();
        var post = await ben.Write();
        (await ben.Post($"/posts/{post.Id}/comments", new { content = "Me" })).ShouldBe(201);
        (await ben.Post($"/posts/{post.Id}/likes")).ShouldBe(201);

        (await ben.Delete($"/posts/{post.Id}"))
            .ShouldBe(200)
            .Text("message")
            .ShouldBe("Post 'Who is going?' deleted successfully");

        (await ben.Get($"/posts/{post.Id}")).ShouldFail(404, "not-found");
        (
            await ben.Server.Ask<long>(
                "SELECT (SELECT count(*) FROM social.comments WHERE post_id = $1) + (SELECT count(*) FROM social.likes WHERE post_id = $1)",
                post.Id
            )
        ).ShouldBe(0);
    }

    [Fact]
    public async Task A_stranger_deletes_nothing_and_an_admin_anything()
    {
        var post = await (await Cast.Ben()).Write();

        (await (await Cast.Cleo()).Delete($"/posts/{post.Id}")).ShouldFail(403, "forbidden");
        (await (await Cast.Admin()).Delete($"/posts/{post.Id}")).ShouldBe(200);
    }

    [Fact]
    public async Task Deleted_five_times_at_once_it_goes_once()
    {
        var ben = await Cast.Ben();
        var post = await ben.Write();

        var answers = await Race.AtOnce(5, _ => ben.Delete($"/posts/{post.Id}"));

        answers.Count(answer => answer.Status == 200).ShouldBe(1);
        foreach (var answer in answers.Where(answer => answer.Status != 200))
            answer.ShouldFail(404, "not-found");
    }

    [Fact]
    public async Task Who_leaves_takes_their_posts_comments_and_likes_along()
    {
        var ben = await Cast.Ben();
        var cleo = await Cast.Cleo();
        var own = await ben.Write();
        var cleos = await cleo.Write();
        (await ben.Post($"/posts/{cleos.Id}/comments", new { content = "Me" })).ShouldBe(201);
        (await ben.Post($"/posts/{cleos.Id}/likes")).ShouldBe(201);

        (await ben.Delete($"/user/{ben.Id}")).ShouldBe(200);

        (await cleo.Get($"/posts/{own.Id}")).ShouldFail(404, "not-found");
        var left = await cleo.Get($"/posts/{cleos.Id}");
        left["comment_count"].GetInt32().ShouldBe(0);
        left["like_count"].GetInt32().ShouldBe(0);
    }
}
