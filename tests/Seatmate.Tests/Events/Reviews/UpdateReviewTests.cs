namespace Seatmate.Tests.Events.Reviews;

public sealed class UpdateReviewTests
{
    [Fact]
    public async Task What_is_not_said_stays_and_changes_at_once_count_as_one_of_them()
    {
        var evening = await Evening.New();
        var ben = await Cast.Ben();
        (await ben.Book(evening)).ShouldBe(201);
        await evening.Begins();
        var review = (await ben.Review(evening, 1, "Cold.")).ShouldBe(201);
        var address = $"/events/{evening.Id}/reviews/{review.Id}";

        var changed = (await ben.Put(address, new { stars = 2 })).ShouldBe(200);
        changed.Text("text").ShouldBe("Cold.");
        (await ben.Patch(address, new { stars = 9 })).ShouldBeInvalid("stars");
        await Race.AtOnce(6, number => ben.Patch(address, new { stars = number }));

        var stars = (await ben.Get(address))["stars"].GetInt32();
        (await ben.Get($"/events/{evening.Id}")).Decimal("stars").ShouldBe(stars);
    }
}
