namespace Seatmate.Tests.Events.Reviews;

public sealed class ShowReviewTests
{
    [Fact]
    public async Task One_review_is_read_at_its_event_and_not_at_another()
    {
        var (evening, other) = (await Evening.New(), await Evening.New());
        var ben = await Cast.Ben();
        (await ben.Book(evening)).ShouldBe(201);
        await evening.Begins();
        var review = (await ben.Review(evening, 4, "Warm.")).ShouldBe(201);

        var seen = (await evening.Server.Anyone.Get($"/events/{evening.Id}/reviews/{review.Id}")).ShouldBe(
            200
        );

        seen.Text("text").ShouldBe("Warm.");
        seen["user"].GetProperty("name").GetString().ShouldBe(ben.Name);
        (await ben.Get($"/events/{other.Id}/reviews/{review.Id}")).ShouldFail(404, "not-found");
        (await ben.Get($"/events/{evening.Id}/reviews/999999999")).ShouldFail(404, "not-found");
    }
}
