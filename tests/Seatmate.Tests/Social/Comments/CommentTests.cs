namespace Seatmate.Tests.Social.Comments;

public sealed class CommentTests
{
    [Fact]
    public async Task A_comment_is_answered_as_it_was_said_and_can_be_changed_by_its_author()
    {
        var ben = await Cast.Ben();
        var post = await (await Cast.Ada()).Write();

        var made = (await ben.Post($"/posts/{post.Id}/comments", new { content = " Me too " })).ShouldBe(201);
        var changed = await ben.Patch($"/posts/{post.Id}/comments/{made.Id}", new { content = "Not me" });

        made.Header("Location").ShouldBe($"/posts/{post.Id}/comments/{made.Id}");
        made.Text("content").ShouldBe("Me too");
        made["user"].GetProperty("id").GetInt64().ShouldBe(ben.Id);
        changed.ShouldBe(200).Text("content").ShouldBe("Not me");
        (await ben.Get($"/posts/{post.Id}/comments/{made.Id}")).Text("content").ShouldBe("Not me");
        (await ben.Delete($"/posts/{post.Id}/comments/{made.Id}"))
            .ShouldBe(200)
            .Text("message")
            .ShouldBe("Comment deleted successfully");
        (await ben.Get($"/posts/{post.Id}/comments/{made.Id}")).ShouldFail(
            404,
            "not-found",
            $"Comment with id {made.Id} not found"
        );
    }

    [Fact]
    public async Task Comments_come_by_id_in_pages()
    {
        var ben = await Cast.Ben();
        var post = await ben.Write();
        var made = new List<long>();
        for (var i = 0; i < 5; i++)
            made.Add((await ben.Post($"/posts/{post.Id}/comments", new { content = $"{i}" })).Id);

        var pages = await ben.GetPages($"/posts/{post.Id}/comments?limit=2");

        pages.SelectMany(page => page.Rows).Select(row => row.GetProperty("id").GetInt64()).ShouldBe(made);
    }

    [Fact]
    public async Task A_path_is_checked_from_the_outside_in()
    {
        var ben = await Cast.Ben();
        var post = await ben.Write();
        var other = await ben.Write();
        var comment = await ben.Post($"/posts/{post.Id}/comments", new { content = "Me" });

        (await ben.Get($"/posts/{other.Id}/comments/{comment.Id}")).ShouldFail(
            404,
            "not-found",
            $"Comment with id {comment.Id} not found"
        );
        (await ben.Delete($"/posts/{other.Id}/comments/{comment.Id}")).ShouldFail(404, "not-found");
        (await ben.Get($"/posts/999999999/comments/{comment.Id}")).ShouldFail(
            404,
            "not-found",
            "Post with id 999999999 not found"
        );
        (await ben.Get("/posts/999999999/comments")).ShouldFail(404, "not-found");
        (await ben.Post("/posts/999999999/comments", new { content = "Me" })).ShouldFail(404, "not-found");
    }

    [Fact]
    public async Task A_stranger_changes_nothing_and_an_admin_only_deletes()
    {
        var post = await (await Cast.Ada()).Write();
        var comment = await (await Cast.Ben()).Post($"/posts/{post.Id}/comments", new { content = "Me" });
        var path = $"/posts/{post.Id}/comments/{comment.Id}";
        var cleo = await Cast.Cleo();
        var admin = await Cast.Admin();

        (await cleo.Patch(path, new { content = "Mine" })).ShouldFail(403, "forbidden");
        (await cleo.Delete(path)).ShouldFail(403, "forbidden");
        (await admin.Patch(path, new { content = "Mine" })).ShouldFail(403, "forbidden");
        (await admin.Delete(path)).ShouldBe(200);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n ")]
    [InlineData(null)]
    [InlineData("\u0007")]
    public async Task Nonsense_is_refused(string? content)
    {
        var ben = await Cast.Ben();
        var post = await ben.Write();

        (await ben.Post($"/posts/{post.Id}/comments", new { content })).ShouldBeInvalid("content");
    }
}
