namespace Seatmate.Tests.Events.Listings;

public sealed class SearchEventsTests
{
    [Fact]
    public async Task Any_part_of_title_or_location_finds_it_whatever_the_accents()
    {
        var ada = await Cast.Ada();
        var word = Plans.Word("Zéphyr");
        var made = await ada.List(new { title = $"A night of {word}" });
        var there = await ada.List(new { location = $"{word} Hall" });

        foreach (var part in new[] { word, word.ToUpperInvariant(), word.Replace('é', 'e')[2..] })
            (await TestServer.Shared.Anyone.Get($"/events/search/{Uri.EscapeDataString(part)}"))
                .ShouldBe(200)
                .Rows.Select(row => row.GetProperty("id").GetInt64())
                .ShouldBe([made.Id, there.Id], ignoreOrder: true);
    }

    [Fact]
    public async Task A_slash_in_an_address_is_a_sign_of_the_part_that_is_searched_for()
    {
        var ada = await Cast.Ada();
        var word = Plans.Word("AC/DC");
        var made = new List<Answer>();
        for (var i = 0; i < 3; i++)
            made.Add(await ada.List(new { title = $"{word} {i}" }));

        var anyone = TestServer.Shared.Anyone;
        var pages = await anyone.GetPages($"/events/search/{Uri.EscapeDataString(word)}?limit=2");

        pages
            .SelectMany(page => page.Rows)
            .Select(row => row.GetProperty("id").GetInt64())
            .ShouldBe(made.Select(listed => listed.Id));
        (await anyone.Get("/events/search/no%2fsuch%2Fact%20%25")).ShouldFail(
            404,
            "not-found",
            "No events found matching 'no/such/act %'"
        );
        (await anyone.Get("/venues/search/1%2F0%2F1")).ShouldFail(
            404,
            "not-found",
            "No venues found matching '1/0/1'"
        );
        (await ada.Get("/user/search/A%2FB%2FA")).ShouldFail(
            404,
            "not-found",
            "No users found matching 'A/B/A'"
        );
    }

    [Fact]
    public async Task What_is_not_public_is_not_found()
    {
        var ada = await Cast.Ada();
        var draft = await ada.List(new { status = "draft" });

        (await ada.Get($"/events/search/{draft.Text("title")}")).ShouldFail(
            404,
            "not-found",
            $"No events found matching '{draft.Text("title")}'"
        );
    }

    [Fact]
    public async Task Pages_hold_every_event_once()
    {
        var ada = await Cast.Ada();
        var word = Plans.Word();
        for (var i = 0; i < 5; i++)
            await ada.List(new { title = i % 2 == 0 ? $"{word} first" : $"The last {word}" });

        var pages = await TestServer.Shared.Anyone.GetPages($"/events/search/{word}?limit=2");

        pages.Select(page => page.Rows.Count).ShouldBe([2, 2, 1]);
        pages
            .SelectMany(page => page.Rows)
            .Select(row => row.GetProperty("title").GetString()!.StartsWith(word, StringComparison.Ordinal))
            .ShouldBe([true, true, true, false, false], "those that start with the part come first");
    }
}
