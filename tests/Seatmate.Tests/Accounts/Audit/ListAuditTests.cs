using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Seatmate.Events.Teams;

namespace Seatmate.Tests.Accounts.Audit;

public sealed class ListAuditTests
{
    [Fact]
    public async Task It_says_who_did_what_when_on_which_clock_from_where_and_what_was_before()
    {
        var (admin, ada) = (await Cast.Admin(), await Cast.Ada());
        var listed = await ada.List(new { title = "Before" });
        (
            await ada.Send(
                HttpMethod.Patch,
                $"/events/{listed.Id}",
                new StringContent("""{"title": "After", "tags": ["jazz"]}""", null, "application/json"),
                ("Time-Zone", "Asia/Tokyo")
            )
        ).ShouldBe(200);

        var row = (await admin.Get($"/audit?subject=event:{listed.Id}&action=events.event_updated"))
            .ShouldBe(200)
            .Rows.ShouldHaveSingleItem();

        row.GetProperty("actor").GetProperty("id").GetInt64().ShouldBe(ada.Id);
        row.GetProperty("at").GetDateTimeOffset().ShouldBe(DateTimeOffset.UtcNow, TimeSpan.FromMinutes(5));
        row.GetProperty("zone").GetString().ShouldBe("Asia/Tokyo");
        row.GetProperty("address").GetString().ShouldNotBeNull().ShouldContain("127.0.0.1");
        var title = row.GetProperty("details").GetProperty("changes").GetProperty("title");
        title.GetProperty("from").GetString().ShouldBe("Before");
        title.GetProperty("to").GetString().ShouldBe("After");
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("Europe/Nowhere")]
    [InlineData("UTC; DROP TABLE")]
    public async Task A_zone_that_is_none_is_passed_over(string zone)
    {
        var (admin, ben) = (await Cast.Admin(), await Cast.Ben());
        (await ben.Post("/organisers", new { name = Plans.Word("Zone") }, ("Time-Zone", zone))).ShouldBe(201);

        var row = (await admin.Get($"/audit?actor={ben.Id}")).ShouldBe(200).Rows[0];

        row.GetProperty("zone").GetString().ShouldBe("UTC");
    }

    [Fact]
    public async Task It_is_found_by_who_what_which_thing_and_when()
    {
        var (admin, ben) = (await Cast.Admin(), await Cast.Ben());
        (await ben.Patch($"/user/{ben.Id}", new { name = "Benjamin" })).ShouldBe(200);
        (await ben.Write()).ShouldBe(201);
        string[] found = [$"actor={ben.Id}", $"actor={ben.Id}&action=acc", $"subject=user:{ben.Id}"];
        string[] others = [$"actor={ben.Id}&action=events.", $"actor={ben.Id}&until=2020-01-01"];

        foreach (var filter in found)
            Actions(await admin.Get($"/audit?{filter}")).ShouldContain("accounts.user_updated", filter);
        foreach (var filter in others)
            Actions(await admin.Get($"/audit?{filter}")).ShouldBeEmpty(filter);
        Actions(await admin.Get($"/audit?actor={ben.Id}&action=social.")).ShouldBe(["social.post_written"]);
        var today = DateTimeOffset.UtcNow.ToString("yyyy-MM-dd");
        Actions(await admin.Get($"/audit?actor={ben.Id}&from={today}&until={today}")).Count.ShouldBe(2);
        var pages = await admin.GetPages($"/audit?actor={ben.Id}&limit=1");
        pages.SelectMany(page => page.Rows).Count().ShouldBe(2);
    }

    [Theory]
    [InlineData("actor=me")]
    [InlineData("action=%25")]
    [InlineData("action=' OR 1=1")]
    [InlineData("from=soon")]
    [InlineData("who=ben")]
    public async Task Nonsense_is_refused(string filter) =>
        (await (await Cast.Admin()).Get($"/audit?{filter}")).ShouldBe(400);

    [Fact]
    public async Task Only_admins_read_all_of_it_and_owners_what_is_their_organisers()
    {
        var (ada, ben) = (await Cast.Ada(), await Cast.Ben());
        var (team, other) = (await ada.FoundTeam(), await ben.FoundTeam());
        var listed = await ada.List(new { organiser_id = team.Id });
        (await ada.Patch($"/events/{listed.Id}", new { title = "Another" })).ShouldBe(200);
        (await ada.Post($"/events/{listed.Id}/vouchers", new { uses = 1, percent_off = 5 })).ShouldBe(201);

        (await ada.Get("/audit")).ShouldFail(403, "forbidden");
        (await ada.Get("/audit/export")).ShouldFail(403, "forbidden");
        (await ada.Get($"/organisers/{other.Id}/audit")).ShouldFail(404, "not-found");
        Actions(await ada.Get($"/organisers/{team.Id}/audit"))
            .ShouldBe([
                "ticketing.voucher_created",
                "events.event_updated",
                "events.event_created",
                "events.organiser_made",
            ]);
    }

    [Fact]
    public async Task Owners_see_from_where_their_own_people_did_what_and_of_others_only_who()
    {
        var (ada, dov, admin) = (await Cast.Ada(), await Cast.Dov(), await Cast.Admin());
        var team = await ada.FoundTeam();
        await dov.Join(ada, team, "manager");
        var listed = await ada.List(new { organiser_id = team.Id });
        await Rename(dov, listed.Id, "Asia/Tokyo");
        (await dov.Delete($"/organisers/{team.Id}/members/{dov.Id}")).ShouldBe(200);
        (await admin.Delete($"/events/{listed.Id}", ("Time-Zone", "Asia/Kolkata"))).ShouldBe(200);

        var rows = (await ada.Get($"/organisers/{team.Id}/audit")).ShouldBe(200).Rows;

        var byAdmin = rows[0];
        byAdmin.GetProperty("actor_id").GetInt64().ShouldBe(admin.Id);
        byAdmin.GetProperty("address").GetString().ShouldBeNull();
        byAdmin.GetProperty("zone").GetString().ShouldBe("UTC");
        var byDov = rows.First(row =>
            row.GetProperty("action").GetString() == "events.event_updated" && Of(row, dov)
        );
        byDov.GetProperty("address").GetString().ShouldNotBeNull();
        byDov.GetProperty("zone").GetString().ShouldBe("Asia/Tokyo");
        rows.Where(row => Of(row, ada)).ShouldAllBe(row => row.GetProperty("address").GetString() != null);
        (await admin.Get($"/audit?actor={admin.Id}"))
            .Rows[0]
            .GetProperty("address")
            .GetString()
            .ShouldNotBeNull();
    }

    [Fact]
    public async Task Owners_do_not_learn_which_account_reads_an_address_that_declined()
    {
        var (ada, cleo, admin) = (await Cast.Ada(), await Cast.Cleo(), await Cast.Admin());
        var team = await ada.FoundTeam();
        var address = Cast.NewEmail("post");
        var invitation = (
            await ada.Post($"/organisers/{team.Id}/invitations", new { email = address, role = "door" })
        ).ShouldBe(201);
        var token = ada.Server.Services.GetRequiredService<InvitationTokens>().Of(invitation.Id);
        (await cleo.Delete($"/invitations/{invitation.Id}", ("Invitation-Token", token))).ShouldBe(200);

        var answer = await ada.Get($"/organisers/{team.Id}/audit");

        Actions(answer)[0].ShouldBe("events.invitation_declined");
        var declined = answer.Rows[0];
        declined.GetProperty("actor_id").ValueKind.ShouldBe(JsonValueKind.Null);
        declined.GetProperty("actor").ValueKind.ShouldBe(JsonValueKind.Null);
        declined.GetProperty("address").ValueKind.ShouldBe(JsonValueKind.Null);
        declined.GetProperty("details").GetProperty("invitation").GetInt64().ShouldBe(invitation.Id);
        Actions(await admin.Get($"/audit?actor={cleo.Id}")).ShouldContain("events.invitation_declined");
    }

    private static bool Of(JsonElement row, Person person) =>
        row.GetProperty("actor_id").ValueKind == JsonValueKind.Number
        && row.GetProperty("actor_id").GetInt64() == person.Id;

    private static async Task Rename(Person person, long eventId, string zone) =>
        (
            await person.Send(
                HttpMethod.Patch,
                $"/events/{eventId}",
                new StringContent($$"""{"title": "By {{zone}}"}""", null, "application/json"),
                ("Time-Zone", zone)
            )
        ).ShouldBe(200);

    private static List<string> Actions(Answer answer) =>
        [.. answer.ShouldBe(200).Rows.Select(row => row.GetProperty("action").GetString()!)];
}
