using System.Text.Json;

namespace Seatmate.Tests.Ticketing.Sections;

/// <summary>A section has a limit, perhaps 0, or none.</summary>
public sealed class SectionLimitsTests(UnsweptServer unswept) : IClassFixture<UnsweptServer>
{
    private static TestServer Server => TestServer.Shared;

    [Fact]
    public async Task Without_a_limit_it_is_never_sold_out()
    {
        var evening = await Evening.New(places: 1);
        (await evening.Plan([], (Evening.Floor, null, ""))).ShouldBe(200);

        foreach (var buyer in await Cast.Crowd(4))
            (await buyer.Book(evening, 5)).ShouldBe(201);

        var section = (await Look(evening))["sections"][0];
        section.GetProperty("left").ValueKind.ShouldBe(JsonValueKind.Null);
        section.GetProperty("state").GetString().ShouldBe("available");
        var page = await Server.Anyone.Get($"/events/{evening.Id}");
        page["places_left"].ValueKind.ShouldBe(JsonValueKind.Null);
        var details = page["sections"][0];
        details.GetProperty("capacity").ValueKind.ShouldBe(JsonValueKind.Null);
        details.GetProperty("available").ValueKind.ShouldBe(JsonValueKind.Null);
        details.GetProperty("unlimited").GetBoolean().ShouldBeTrue();
        details.TryGetProperty("taken", out _).ShouldBeFalse();
        (await evening.Organiser.Get($"/events/{evening.Id}"))["sections"]
            [0]
            .GetProperty("taken")
            .GetInt64()
            .ShouldBe(20);
        (await evening.PlacesTaken()).ShouldBe(20);
    }

    [Fact]
    public async Task With_a_limit_of_0_it_is_sold_out()
    {
        var evening = await Evening.New(places: 0);

        (await (await Cast.Ben()).Book(evening)).ShouldFail(409, "section-sold-out");
        var seen = await Look(evening);
        (seen.Text("sale"), seen["sections"][0].GetProperty("state").GetString()).ShouldBe(
            ("sold_out", "sold_out")
        );
    }

    [Fact]
    public async Task It_can_get_a_limit_later_but_none_below_what_is_taken()
    {
        var evening = await Evening.New();
        (await evening.Plan([], (Evening.Floor, null, ""))).ShouldBe(200);
        (await (await Cast.Ben()).Book(evening, 3)).ShouldBe(201);

        (await evening.Plan([], (Evening.Floor, 2, ""))).ShouldFail(409, "capacity-below-sold");
        (await evening.Plan([], (Evening.Floor, 3, ""))).ShouldBe(200);

        (await (await Cast.Eve()).Book(evening)).ShouldFail(409, "section-sold-out");
    }

    [Fact]
    public async Task What_was_held_until_a_moment_ago_is_in_nobodys_way()
    {
        var server = unswept.Server;
        var evening = await Evening.Of(
            await Cast.Ada(server),
            sections: [("Floor", 10m, 5), ("Box", 20m, 4)]
        );
        var ben = await Cast.Ben(server);
        var (held, unpaid) = (await ben.Hold(evening, 4, "Box"), await ben.Book(evening));
        await server.PassDeadline(held, unpaid);

        (await evening.Plan([], ("Floor", 0, ""))).ShouldBe(200);

        await server.ShouldBeSound();
    }

    [Fact]
    public async Task It_is_said_whether_it_has_one()
    {
        var ada = await Cast.Ada();

        (await List(new { name = "Floor" })).ShouldBeInvalid("sections[0].capacity");
        (
            await List(
                new
                {
                    name = "Floor",
                    capacity = 10,
                    unlimited = true,
                }
            )
        ).ShouldBeInvalid("sections[0].capacity");
        (await List(new { name = "Floor", capacity = -1 })).ShouldBeInvalid("sections[0].capacity");
        var made = (await List(new { name = "Floor", unlimited = true })).ShouldBe(201);

        var stated = made["sections"].EnumerateArray().ToArray();
        (await ada.Patch($"/events/{made.Id}", new { sections = stated })).ShouldBe(200);

        Task<Answer> List(object section) =>
            ada.Post(
                "/events",
                new
                {
                    title = "A reading for all",
                    date = "2031-05-01T18:00:00Z",
                    ticket_price = 0,
                    sections = new[] { section },
                }
            );
    }

    private static Task<Answer> Look(Evening evening) =>
        Server.Anyone.Get($"/events/{evening.Id}/availability");
}
