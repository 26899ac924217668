namespace Seatmate.Tests.Events.Listings;

public sealed class ShowEventTests
{
    [Fact]
    public async Task A_draft_is_there_for_its_team_and_admins_only()
    {
        var ada = await Cast.Ada();
        var draft = await ada.List(new { status = "draft" });
        string[] paths =
        [
            $"/events/{draft.Id}",
            $"/events/by-slug/{draft.Text("slug")}",
            $"/events/{draft.Id}/poster.svg",
        ];

        foreach (var path in paths)
        {
            (await ada.Get(path)).ShouldBe(200);
            (await (await Cast.Admin()).Get(path)).ShouldBe(200);
            (await (await Cast.Cleo()).Get(path)).ShouldFail(404, "not-found");
            (await TestServer.Shared.Anyone.Get(path)).ShouldFail(404, "not-found");
        }
    }

    [Fact]
    public async Task Only_its_team_is_told_that_it_may_edit()
    {
        var made = await (await Cast.Ada()).List();

        (await (await Cast.Cleo()).Get($"/events/{made.Id}"))["can_edit"].GetBoolean().ShouldBeFalse();
        (await TestServer.Shared.Anyone.Get($"/events/{made.Id}"))["can_edit"].GetBoolean().ShouldBeFalse();
    }

    [Theory]
    [InlineData("/events/999999999", 404)]
    [InlineData("/events/-1", 404)]
    [InlineData("/events/one", 400)]
    [InlineData("/events/99999999999999999999", 400)]
    [InlineData("/events/by-slug/never-listed", 404)]
    public async Task What_was_never_listed_is_not_found(string path, int status) =>
        (await TestServer.Shared.Anyone.Get(path)).ShouldBe(status).ShouldBeProblem();
}
