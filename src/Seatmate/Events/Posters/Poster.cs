using System.Net;

namespace Seatmate.Events.Posters;

/// <summary>What a poster tells.</summary>
public sealed record PosterSubject(
    long EventId,
    string Title,
    DateTime LocalStart,
    string Location,
    IReadOnlyList<string> Tags
);

/// <summary>Draws posters: one of eight compositions in one of twelve palettes, chosen by the event, and its words
/// set so that they fit. A pure function from the subject to an SVG of 4 by 5.</summary>
public static class Poster
{
    public const int Width = 800;
    public const int Height = 1000;

    private const int Margin = 56;
    private const int SmallSize = 30;
    private const int TextWidth = Width - 2 * Margin;
    private const string Fonts =
        "'Helvetica Neue',Helvetica,Arial,'Noto Sans','Noto Sans CJK JP','Hiragino Sans',sans-serif";

    public static string Draw(PosterSubject subject)
    {
        var dice = new Dice(subject.EventId);
        var palette = PosterPalette.All[dice.Next(PosterPalette.All.Count)];
        var title = PosterText.Fit(subject.Title, TextWidth);
        var place = PosterText.OneLine(subject.Location, SmallSize, TextWidth);
        var words = Margin + SmallSize + 24 + title.Height + (place.Length > 0 ? 24 + SmallSize : 0) + Margin;
        var art = new Canvas(Width, Height - words, palette, dice);
        PosterArt.For(subject.Tags, dice)(art);
        var wordsOnTop = dice.Next(4) == 0;
        var artTop = wordsOnTop ? words : 0;
        return $"""
            <svg xmlns="http://www.w3.org/2000/svg" role="img" width="{Width}" height="{Height}"
                viewBox="0 0 {Width} {Height}">
            <title>{Encode(subject.Title)}</title>
            <rect width="{Width}" height="{Height}" fill="{palette.Ground}"/>
            <svg y="{artTop}" width="{Width}" height="{art.Height}" viewBox="0 0 {Width} {art.Height}">{art}</svg>
            <g font-family="{Fonts}" fill="{palette.Ink}">
            {Words(subject, title, place, wordsOnTop ? 0 : art.Height)}
            </g>
            </svg>
            """;
    }

    private static string Words(PosterSubject subject, FittedText title, string place, int top)
    {
        var y = top + Margin + SmallSize - 6;
        var day = subject.LocalStart.ToString("ddd d MMM yyyy").ToUpperInvariant();
        var time = subject.LocalStart.ToString("HH:mm");
        var small = $"""font-size="{SmallSize}" font-weight="700" """;
        var lines = new List<string>
        {
            $"""<text x="{Margin}" y="{y}" {small} letter-spacing="1.5">{day}</text>""",
            $"""<text x="{Width - Margin}" y="{y}" {small} text-anchor="end">{time}</text>""",
        };
        y += 24 + 6;
        foreach (var line in title.Lines)
        {
            y += title.LineHeight;
            var baseline = y - (int)(title.Size * 0.2);
            lines.Add(
                Text(line, baseline, $"""font-size="{title.Size}" font-weight="800" letter-spacing="-1" """)
            );
        }
        if (place.Length > 0)
            lines.Add(
                Text(
                    place,
                    y + 24 + SmallSize - 6,
                    $"""font-size="{SmallSize}" font-weight="500" opacity=".8" """
                )
            );
        return string.Join('\n', lines);
    }

    /// <summary>Scripts that run from the right begin at the right margin.</summary>
    private static string Text(string line, int y, string style) =>
        PosterText.RunsFromRight(line)
            ? $"""<text x="{Width - Margin}" y="{y}" direction="rtl" {style}>{Encode(line)}</text>"""
            : $"""<text x="{Margin}" y="{y}" {style}>{Encode(line)}</text>""";

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
