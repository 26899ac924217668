using System.Globalization;
using System.Text;

namespace Seatmate.Platform.Pdf;

/// <summary>The seam to PDF: a paper (A4) that is written from top to bottom, and goes on on a next page. Texts are
/// wrapped; what is too wide for a line is broken. docs/adr/0034 names the library to take instead.</summary>
public sealed class PdfPaper(string title, string language)
{
    private const double Width = 595;
    private const double Height = 842;
    private const double Margin = 56;
    private const double LineHeight = 1.45;
    private const string Ink = "0.09 0.07 0.05";
    private const string Soft = "0.35 0.32 0.27";
    private const string Rule = "0.85 0.82 0.78";

    private static readonly Lazy<TrueTypeFont> Regular = new(() => TrueTypeFont.FromProgram("DejaVuSans"));
    private static readonly Lazy<TrueTypeFont> Strong = new(() =>
        TrueTypeFont.FromProgram("DejaVuSans-Bold")
    );

    private readonly PdfFont regular = new(Regular.Value, "F1");
    private readonly PdfFont strong = new(Strong.Value, "F2");
    private readonly List<StringBuilder> pages = [new()];
    private double top = Height - Margin;

    public PdfPaper Heading(string text) => Paragraph(text, strong, 20, Ink).Space(6);

    public PdfPaper Subheading(string text) => Space(10).Paragraph(text, strong, 12, Ink).Space(2);

    public PdfPaper Text(string text) => Paragraph(text, regular, 10, Ink);

    public PdfPaper Note(string text) => Paragraph(text, regular, 9, Soft);

    /// <summary>Something on the left and its value at the right margin; the value keeps its line.</summary>
    public PdfPaper Row(string left, string right)
    {
        const double size = 10;
        var room = Width - 2 * Margin - strong.WidthOf(right, size) - 12;
        var first = true;
        foreach (var line in Wrap(left, regular, size, room))
        {
            Down(size * LineHeight);
            Put(line, regular, size, Margin, Ink);
            if (first)
                Put(right, strong, size, Width - Margin - strong.WidthOf(right, size), Ink);
            first = false;
        }
        return Space(3);
    }

    public PdfPaper Line()
    {
        Down(8);
        Page.Append(
            CultureInfo.InvariantCulture,
            $"{Rule} RG 0.75 w {Margin:0.##} {top:0.##} m {Width - Margin:0.##} {top:0.##} l S\n"
        );
        return Space(4);
    }

    public PdfPaper Space(double points)
    {
        top -= points;
        return this;
    }

    public byte[] ToBytes()
    {
        var file = new PdfFile();
        var tree = file.Reserve();
        var contents = pages.ConvertAll(page => file.AddStream(Encoding.ASCII.GetBytes(page.ToString())));
        var fonts = $"/{regular.Label} {regular.Write(file)} 0 R /{strong.Label} {strong.Write(file)} 0 R";
        var leaves = contents.ConvertAll(content =>
            file.Add(
                $"<< /Type /Page /Parent {tree} 0 R /MediaBox [0 0 {Width} {Height}] /Contents {content} 0 R "
                    + $"/Resources << /Font << {fonts} >> >> >>"
            )
        );
        var kids = string.Join(' ', leaves.Select(leaf => $"{leaf} 0 R"));
        file.Write(tree, $"<< /Type /Pages /Kids [{kids}] /Count {leaves.Count} >>");
        var info = file.Add($"<< /Title {PdfFile.TextOf(title)} /Producer {PdfFile.TextOf("Seatmate")} >>");
        var catalog = file.Add(
            $"<< /Type /Catalog /Pages {tree} 0 R /Lang {PdfFile.TextOf(language)} "
                + "/ViewerPreferences << /DisplayDocTitle true >> >>"
        );
        return file.Finish(catalog, info);
    }

    private StringBuilder Page => pages[^1];

    private PdfPaper Paragraph(string text, PdfFont font, double size, string colour)
    {
        foreach (var line in Wrap(text, font, size, Width - 2 * Margin))
        {
            Down(size * LineHeight);
            Put(line, font, size, Margin, colour);
        }
        return this;
    }

    private void Down(double points)
    {
        top -= points;
        if (top >= Margin)
            return;
        pages.Add(new());
        top = Height - Margin - points;
    }

    private void Put(string text, PdfFont font, double size, double left, string colour) =>
        Page.Append(
            CultureInfo.InvariantCulture,
            $"BT {colour} rg /{font.Label} {size:0.##} Tf {left:0.##} {top:0.##} Td <{font.Encode(text)}> Tj ET\n"
        );

    private static IEnumerable<string> Wrap(string text, PdfFont font, double size, double room)
    {
        foreach (var given in text.ReplaceLineEndings("\n").Split('\n'))
        {
            var line = new StringBuilder();
            foreach (var word in given.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                if (line.Length > 0 && font.WidthOf($"{line} {word}", size) > room)
                {
                    yield return line.ToString();
                    line.Clear();
                }
                if (line.Length > 0)
                    line.Append(' ');
                foreach (var sign in word.EnumerateRunes())
                {
                    if (line.Length > 0 && font.WidthOf($"{line}{sign}", size) > room)
                    {
                        yield return line.ToString();
                        line.Clear();
                    }
                    line.Append(sign.ToString());
                }
            }
            yield return line.ToString();
        }
    }
}
