namespace Seatmate.Tests.Events.Organisers;

public sealed class LeavingOrganiserTests
{
    [Fact]
    public async Task The_drafts_of_who_leaves_go_and_what_is_public_stays()
    {
        var ada = await Cast.Ada();
        var admin = await Cast.Admin();
        var shown = await ada.List();
        var draft = await ada.List(new { status = "draft" });

        (await ada.Delete($"/user/{ada.Id}")).ShouldBe(200);

        (await admin.Get($"/events/{draft.Id}")).ShouldFail(404, "not-found");
        var left = (await admin.Get($"/events/{shown.Id}")).ShouldBe(200);
        left["creator"].ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        left["organiser"].GetProperty("name").GetString().ShouldBe(ada.Name);
    }

    [Fact]
    public async Task An_organiser_with_nothing_left_to_show_loses_the_persons_name()
    {
        var ada = await Cast.Ada();
        var draft = await ada.List(new { status = "draft" });

        (await ada.Delete($"/user/{ada.Id}")).ShouldBe(200);

        (
            await ada.Server.Ask<string>(
                "SELECT name FROM events.organisers WHERE id = $1",
                draft["organiser"].GetProperty("id").GetInt64()
            )
        ).ShouldBe("A former organiser");
    }
}
