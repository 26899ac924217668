using System.Globalization;
using System.Text;

namespace Seatmate.Events.Posters;

/// <summary>A text broken into lines of a size.</summary>
public sealed record FittedText(IReadOnlyList<string> Lines, int Size)
{
    public int LineHeight => (int)(Size * 1.04);
    public int Height => Lines.Count * LineHeight;
}

/// <summary>Sets text without knowing the font that will show it: widths are guessed by the kind of character, on the
/// wide side.</summary>
public static class PosterText
{
    private static readonly (int Size, int LinesMax)[] Sizes = [(112, 2), (96, 3), (80, 3), (68, 4), (58, 5)];

    /// <summary>The largest size in which the text fits without breaking a word; the smallest breaks and cuts what is
    /// left.</summary>
    public static FittedText Fit(string text, int width)
    {
        foreach (var (size, linesMax) in Sizes)
        {
            var lines = Wrap(text, size, width);
            if (lines.Count <= linesMax && lines.All(line => Measure(line, size) <= width))
                return new(lines, size);
        }
        var (smallest, most) = Sizes[^1];
        var all = Wrap(text, smallest, width).SelectMany(line => Break(line, smallest, width)).ToList();
        return new(
            all.Count <= most
                ? all
                : [.. all.Take(most - 1), OneLine(string.Join(' ', all.Skip(most - 1)), smallest, width)],
            smallest
        );
    }

    /// <summary>As much of the text as fits on one line.</summary>
    public static string OneLine(string text, int size, int width)
    {
        if (Measure(text, size) <= width)
            return text;
        return Break(text, size, width - size)[0].TrimEnd() + "…";
    }

    public static bool RunsFromRight(string text) =>
        text.EnumerateRunes().FirstOrDefault(Rune.IsLetter).Value
            is (>= 0x0590 and <= 0x08FF)
                or (>= 0xFB1D and <= 0xFEFC);

    private static List<string> Wrap(string text, int size, int width)
    {
        var lines = new List<string>();
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (lines.Count > 0 && Measure($"{lines[^1]} {word}", size) <= width)
                lines[^1] += $" {word}";
            else
                lines.Add(word);
        }
        return [.. lines.SelectMany(line => IsWithoutBlanks(line) ? Break(line, size, width) : [line])];
    }

    /// <summary>Chinese and Japanese may break anywhere.</summary>
    private static bool IsWithoutBlanks(string text) =>
        text.EnumerateRunes().Any(rune => rune.Value is >= 0x2E80 and < 0xA000);

    private static List<string> Break(string text, int size, int width)
    {
        var lines = new List<string> { "" };
        var signs = StringInfo.GetTextElementEnumerator(text);
        while (signs.MoveNext())
        {
            var sign = signs.GetTextElement();
            if (lines[^1].Length > 0 && Measure(lines[^1] + sign, size) > width)
                lines.Add("");
            lines[^1] += sign;
        }
        return lines;
    }

    private static double Measure(string text, int size)
    {
        var width = 0.0;
        var signs = StringInfo.GetTextElementEnumerator(text);
        while (signs.MoveNext())
            width += Width(Rune.GetRuneAt(signs.GetTextElement(), 0));
        return width * size;
    }

    private static double Width(Rune rune) =>
        rune.Value switch
        {
            >= 0x1100 and < 0x1200 or >= 0x2E80 and < 0xA4D0 or >= 0xAC00 and < 0xD7B0 => 1.02,
            >= 0xF900 and < 0xFB00 or >= 0xFF00 and < 0xFF61 or >= 0x1F000 => 1.1,
            ' ' or 'i' or 'j' or 'l' or 'I' or '.' or ',' or ':' or ';' or '!' or '|' or '\'' => 0.3,
            'f' or 't' or 'r' or '(' or ')' or '-' or '/' => 0.4,
            'm' or 'w' or 'M' or 'W' or '@' or '%' or '—' or '…' => 0.92,
            _ when Rune.IsUpper(rune) => 0.72,
            _ => 0.59,
        };
}
