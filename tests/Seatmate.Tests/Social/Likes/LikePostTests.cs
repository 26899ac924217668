namespace Seatmate.Tests.Social.Likes;

public sealed class LikePostTests
{
    [Fact]
    public async Task Liking_again_answers_with_the_same_like()
    {
        var ben = await Cast.Ben();
        var post = await (await Cast.Ada()).Write();

        var first = (await ben.Post($"/posts/{post.Id}/likes")).ShouldBe(201);
        var again = (await ben.Post($"/posts/{post.Id}/likes")).ShouldBe(200);

        first.Header("Location").ShouldBe($"/posts/{post.Id}/likes/{first.Id}");
        again.Body.ShouldBe(first.Body);
        (await ben.Get($"/posts/{post.Id}/likes/{first.Id}")).ShouldBe(200).Body.ShouldBe(first.Body);
        (await ben.Get($"/posts/{post.Id}"))["my_like_id"].GetInt64().ShouldBe(first.Id);
    }

    [Fact]
    public async Task Twenty_likes_of_one_person_at_once_are_one()
    {
        var ben = await Cast.Ben();
        var post = await (await Cast.Ada()).Write();

        var answers = await Race.AtOnceBefore(
            ben.Server,
            "social.likes",
            waiting: 5,
            count: 20,
            _ => ben.Post($"/posts/{post.Id}/likes")
        );

        answers.Count(answer => answer.Status == 201).ShouldBe(1);
        answers.Count(answer => answer.Status == 200).ShouldBe(19);
        answers.Select(answer => answer.Id).Distinct().Count().ShouldBe(1);
        (
            await ben.Server.Ask<long>(
                "SELECT count(*) FROM platform.facts WHERE kind = 'PostLiked' AND body ->> 'post_id' = $1",
                $"{post.Id}"
            )
        ).ShouldBe(1);
    }

    [Fact]
    public async Task Without_the_key_of_a_like_one_person_likes_more_than_once()
    {
        await using var server = await TestServer.StartAsync();
        await server.Execute(
            """
            ALTER TABLE social.likes DROP CONSTRAINT likes_one_per_person,
                ADD CONSTRAINT likes_one_per_person UNIQUE (post_id, user_id, id)
            """
        );
        var ben = await Cast.Ben(server);
        var post = await (await Cast.Ada(server)).Write();

        await Race.AtOnceBefore(
            server,
            "social.likes",
            waiting: 5,
            count: 20,
            _ => ben.Post($"/posts/{post.Id}/likes")
        );

        var likes = await server.Ask<long>("SELECT count(*) FROM social.likes");
        likes.ShouldBeGreaterThan(1);
        Control.FailedAsExpected("likes_one_per_person", $"one person likes a post {likes} times");
    }

    [Fact]
    public async Task Likes_of_many_at_once_are_all_counted()
    {
        var crowd = await Cast.Crowd(20);
        var post = await crowd[0].Write();

        var answers = await Race.AtOnce(20, number => crowd[number].Post($"/posts/{post.Id}/likes"));

        answers.ShouldAllBe(answer => answer.Status == 201);
        (await crowd[0].Get($"/posts/{post.Id}"))["like_count"].GetInt32().ShouldBe(20);
        (await crowd[0].Get($"/posts/{post.Id}/likes?limit=100")).Rows.Count.ShouldBe(20);
    }

    [Fact]
    public async Task Liked_while_it_is_deleted_a_post_is_liked_or_gone_and_nothing_else()
    {
        var ada = await Cast.Ada();
        var crowd = await Cast.Crowd(8);
        var post = await ada.Write();

        var answers = await Race.AtOnce(
            9,
            number =>
                number == 0
                    ? ada.Delete($"/posts/{post.Id}")
                    : crowd[number - 1].Post($"/posts/{post.Id}/likes")
        );

        answers.ShouldAllBe(answer => answer.Status == 200 || answer.Status == 201 || answer.Status == 404);
        (
            await ada.Server.Ask<long>("SELECT count(*) FROM social.likes WHERE post_id = $1", post.Id)
        ).ShouldBe(0);
    }

    [Fact]
    public async Task A_like_is_taken_away_by_its_giver_or_an_admin()
    {
        var ben = await Cast.Ben();
        var eve = await Cast.Eve();
        var post = await (await Cast.Ada()).Write();
        var bens = await ben.Post($"/posts/{post.Id}/likes");
        var eves = await eve.Post($"/posts/{post.Id}/likes");

        (await eve.Delete($"/posts/{post.Id}/likes/{bens.Id}")).ShouldFail(403, "forbidden");
        (await ben.Delete($"/posts/{post.Id}/likes/{bens.Id}"))
            .ShouldBe(200)
            .Text("message")
            .ShouldBe("Like removed successfully");
        (await ben.Delete($"/posts/{post.Id}/likes/{bens.Id}")).ShouldFail(404, "not-found");
        (await (await Cast.Admin()).Delete($"/posts/{post.Id}/likes/{eves.Id}")).ShouldBe(200);
        (await ben.Get($"/posts/{post.Id}"))["like_count"].GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task A_path_is_checked_from_the_outside_in()
    {
        var ben = await Cast.Ben();
        var post = await ben.Write();
        var other = await ben.Write();
        var like = await ben.Post($"/posts/{post.Id}/likes");

        (await ben.Get($"/posts/{other.Id}/likes/{like.Id}")).ShouldFail(
            404,
            "not-found",
            $"Like with id {like.Id} not found"
        );
        (await ben.Post("/posts/999999999/likes")).ShouldFail(
            404,
            "not-found",
            "Post with id 999999999 not found"
        );
        (await ben.Get("/posts/999999999/likes")).ShouldFail(404, "not-found");
    }
}
