using System.Text.Json;
using System.Text.RegularExpressions;

namespace Seatmate.Tests.Events.Listings;

public sealed partial class ShowEventPageTests
{
    private const RegexOptions Single = RegexOptions.Singleline | RegexOptions.ExplicitCapture;
    private const string Nasty = "</script><script>alert(1)</script>";

    [Fact]
    public async Task A_shared_page_tells_of_its_event_before_any_script_runs()
    {
        var ada = await Cast.Ada();
        var made = await ada.List(
            new
            {
                title = Plans.Word("Cellos & "),
                description = "Bring *a coat*.",
                date = "2030-12-01T20:00",
                time_zone = "Europe/Monaco",
                location = "The pier",
            }
        );

        var page = (await TestServer.Shared.Anyone.Get($"/e/{made.Text("slug")}")).ShouldBe(200);

        page.ContentType.ShouldBe("text/html; charset=utf-8");
        page.Body.ShouldContain($"<title>{made.Text("title")!.Replace("&", "&amp;")} · Seatmate</title>");
        page.Body.ShouldContain($"<link rel=\"canonical\" href=\"{Address(made)}\">");
        page.Body.ShouldContain("Sunday 1 December 2030, 20:00, The pier. Bring a coat.");
        var data = LinkedData(page);
        data.GetProperty("@type").GetString().ShouldBe("Event");
        data.GetProperty("name").GetString().ShouldBe(made.Text("title"));
        data.GetProperty("startDate").GetString().ShouldBe("2030-12-01T20:00:00+01:00");
        data.GetProperty("offers").GetArrayLength().ShouldBe(5);
        data.GetProperty("offers")[0].GetProperty("price").GetDecimal().ShouldBe(12.5m);
    }

    [Fact]
    public async Task It_tells_machines_when_its_tickets_are_on_sale()
    {
        var ada = await Cast.Ada();
        var window = new
        {
            date = "2040-12-01T20:00",
            time_zone = "Europe/Monaco",
            sale_starts_at = "2040-06-01T10:00",
            sale_ends_at = "2040-12-01T18:00",
        };

        var later = await Offer(await ada.List(window));
        Text(later, "availability").ShouldBe("https://schema.org/PreSale");
        Text(later, "validFrom").ShouldBe("2040-06-01T10:00:00+02:00");
        Text(later, "availabilityEnds").ShouldBe("2040-12-01T18:00:00+01:00");
        var ended = await Offer(await ada.List(new { sale_ends_at = "2020-01-01T10:00:00Z" }));
        Text(ended, "availability").ShouldBe("https://schema.org/OutOfStock");
        var usual = await Offer(await ada.List());
        Text(usual, "availability").ShouldBe("https://schema.org/InStock");
        usual.TryGetProperty("validFrom", out _).ShouldBeFalse();

        async Task<JsonElement> Offer(Answer made) =>
            LinkedData(await TestServer.Shared.Anyone.Get($"/e/{made.Text("slug")}")).GetProperty("offers")[
                0
            ];

        static string? Text(JsonElement offer, string name) => offer.GetProperty(name).GetString();
    }

    [Fact]
    public async Task Whatever_people_type_stays_text()
    {
        var ada = await Cast.Ada();
        var made = await ada.List(
            new
            {
                title = $"{Nasty}\"'$&$1",
                description = Nasty,
                location = Nasty,
            }
        );

        var page = await TestServer.Shared.Anyone.Get($"/e/{made.Text("slug")}");

        page.ShouldBe(200).Body.ShouldNotContain("<script>alert", Case.Insensitive);
        LinkedData(page).GetProperty("name").GetString().ShouldBe($"{Nasty}\"'$&$1");
    }

    [Fact]
    public async Task An_unknown_name_answers_a_page_with_404()
    {
        var page = (await TestServer.Shared.Anyone.Get("/e/never-listed")).ShouldBe(404);

        page.ContentType.ShouldBe("text/html; charset=utf-8");
        page.Body.ShouldContain("<title>Seatmate</title>");
    }

    [Fact]
    public async Task A_draft_has_a_page_for_its_team_only()
    {
        var ada = await Cast.Ada();
        var draft = await ada.List(new { status = "draft" });

        (await ada.Get($"/e/{draft.Text("slug")}")).ShouldBe(200).Body.ShouldContain("noindex");
        (await (await Cast.Cleo()).Get($"/e/{draft.Text("slug")}"))
            .ShouldBe(404)
            .Body.ShouldNotContain(draft.Text("title")!);
    }

    private static string Address(Answer made) =>
        new Uri(TestServer.Shared.Settings.PublicUrl, $"/e/{made.Text("slug")}").AbsoluteUri;

    private static JsonElement LinkedData(Answer page) =>
        JsonDocument.Parse(DataBlock().Match(page.Body).Groups["json"].Value).RootElement;

    [GeneratedRegex("<script type=\"application/ld\\+json\">(?<json>.*?)</script>", Single, 1000)]
    private static partial Regex DataBlock();
}
