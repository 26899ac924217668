using System.Xml.Linq;
using Seatmate.Events.Posters;

namespace Seatmate.Tests.Events.Posters;

public sealed class PosterTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void The_same_event_is_always_drawn_the_same_and_others_differently()
    {
        Poster.Draw(Subject(7)).ShouldBe(Poster.Draw(Subject(7)));
        Enumerable.Range(1, 100).Select(id => Art(Subject(id))).Distinct().Count().ShouldBe(100);
    }

    [Fact]
    public void Whatever_the_words_it_is_well_formed_and_within_its_frame()
    {
        string[] titles =
        [
            "Ado",
            "<script>alert('&')</script>\"",
            "Donaudampfschifffahrtsgesellschaftskapitänsmützenausstellungseröffnungsrede 1",
            string.Concat(Enumerable.Repeat("夜", 80)),
            string.Concat(Enumerable.Repeat("W ", 39)) + "WW",
            "عود وصوت · Oud and Voice",
            "👩‍👩‍👧‍👦🎸🎻🎺",
        ];
        foreach (var title in titles)
        {
            foreach (var id in Enumerable.Range(1, 40))
            {
                var poster = XDocument.Parse(Poster.Draw(Subject(id, title)));

                var texts = poster.Descendants(Svg + "text").ToList();
                texts.Count.ShouldBeInRange(4, 8);
                texts.ShouldAllBe(text =>
                    (int)text.Attribute("y")! > 0 && (int)text.Attribute("y")! <= Poster.Height
                );
                var art = (int)poster.Root!.Element(Svg + "svg")!.Attribute("height")!;
                art.ShouldBeGreaterThan(Poster.Height / 3);
            }
        }
    }

    [Fact]
    public void A_title_is_shown_whole_when_it_fits()
    {
        var poster = XDocument.Parse(Poster.Draw(Subject(3, "Three Cellos and the Sea")));

        string.Join(' ', poster.Descendants(Svg + "text").Select(text => text.Value))
            .ShouldBe("SUN 1 DEC 2030 20:00 Three Cellos and the Sea The pier");
    }

    [Fact]
    public void A_script_that_runs_from_the_right_begins_there() =>
        Poster.Draw(Subject(1, "عود وصوت")).ShouldContain("direction=\"rtl\"");

    [Fact]
    public void Every_palette_has_ink_that_can_be_read() =>
        PosterPalette.All.ShouldAllBe(palette => Contrast(palette.Ink, palette.Ground) >= 7);

    private static string Art(PosterSubject subject) =>
        XDocument.Parse(Poster.Draw(subject)).Root!.Element(Svg + "svg")!.ToString();

    private static PosterSubject Subject(long id, string title = "Carmen") =>
        new(id, title, new DateTime(2030, 12, 1, 20, 0, 0), "The pier", []);

    /// <summary>The ratio of luminances of WCAG 2.</summary>
    private static double Contrast(string one, string other)
    {
        var (light, dark) = (Luminance(one), Luminance(other));
        return light > dark ? (light + 0.05) / (dark + 0.05) : (dark + 0.05) / (light + 0.05);
    }

    private static double Luminance(string colour)
    {
        var parts = Enumerable
            .Range(0, 3)
            .Select(i => Convert.ToInt32(colour.Substring(1 + 2 * i, 2), 16) / 255.0);
        var linear = parts
            .Select(p => p <= 0.03928 ? p / 12.92 : Math.Pow((p + 0.055) / 1.055, 2.4))
            .ToArray();
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
    }
}

public sealed class ShowPosterTests
{
    [Fact]
    public async Task A_poster_is_an_image_that_is_sent_again_only_when_it_changes()
    {
        var ada = await Cast.Ada();
        var made = await ada.List();
        var path = made.Text("image_url")!;

        var first = (await TestServer.Shared.Anyone.Get(path)).ShouldBe(200);
        var tag = first.Header("ETag")!;

        first.ContentType.ShouldNotBeNull().ShouldStartWith("image/svg+xml");
        first.Header("Cache-Control").ShouldNotBeNull().ShouldContain("max-age");
        (await TestServer.Shared.Anyone.Get(path, ("If-None-Match", tag))).ShouldBe(304);
        (await ada.Patch($"/events/{made.Id}", new { title = "Another name" })).ShouldBe(200);
        (await TestServer.Shared.Anyone.Get(path, ("If-None-Match", tag))).ShouldBe(200);
    }
}
