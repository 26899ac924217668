namespace Seatmate.Tests.Events.Reviews;

public sealed class ShowOwnReviewTests
{
    [Fact]
    public async Task The_form_is_for_who_was_there_and_shows_what_they_said()
    {
        var evening = await Evening.New();
        var (ben, cleo) = (await Cast.Ben(), await Cast.Cleo());
        (await ben.Book(evening)).ShouldBe(201);
        var own = $"/events/{evening.Id}/reviews/own";
        (await ben.Get(own))["may_review"].GetBoolean().ShouldBeFalse("it has not begun");
        await evening.Begins();

        (await ben.Get(own))["may_review"].GetBoolean().ShouldBeTrue();
        (await cleo.Get(own))["may_review"].GetBoolean().ShouldBeFalse();
        (await evening.Organiser.Get(own))["may_review"].GetBoolean().ShouldBeFalse();
        (await ben.Review(evening, 3)).ShouldBe(201);
        (await ben.Get(own))["review"].GetProperty("stars").GetInt32().ShouldBe(3);
        (await ben.Get("/events/999999999/reviews/own")).ShouldFail(404, "not-found");
    }
}
