namespace Seatmate.Tests.Events.Reviews;

public sealed class DeleteReviewTests
{
    [Fact]
    public async Task Taken_away_at_once_it_goes_once_and_may_be_written_anew()
    {
        var evening = await Evening.New();
        var ben = await Cast.Ben();
        (await ben.Book(evening)).ShouldBe(201);
        await evening.Begins();
        var review = (await ben.Review(evening, 1)).ShouldBe(201);

        var answers = await Race.AtOnce(4, _ => ben.Delete($"/events/{evening.Id}/reviews/{review.Id}"));

        answers.Count(answer => answer.Status == 200).ShouldBe(1);
        answers.Count(answer => answer.Status == 404).ShouldBe(3);
        (await ben.Review(evening, 5)).ShouldBe(201);
        (await ben.Get($"/events/{evening.Id}")).Decimal("stars").ShouldBe(5m);
    }
}
