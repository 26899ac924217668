using System.Globalization;
using System.Text;

namespace Seatmate.Platform.Pdf;

/// <summary>A font of one document: it remembers which signs were used, and embeds only these, with their meaning, so
/// that texts can be searched and copied.</summary>
internal sealed class PdfFont(TrueTypeFont font, string label)
{
    private const int MeaningsAtOnce = 100;
    private readonly SortedDictionary<ushort, Rune> used = [];

    public string Label { get; } = label;
    public int Ascent => font.Ascent;

    /// <summary>In points.</summary>
    public double WidthOf(string text, double size) =>
        text.EnumerateRunes().Sum(sign => font.WidthOf(font.GlyphOf(sign))) * size / 1000;

    /// <summary>The numbers of the glyphs of a text, in hexadecimal.</summary>
    public string Encode(string text)
    {
        var codes = new StringBuilder();
        foreach (var sign in text.EnumerateRunes())
        {
            var glyph = font.GlyphOf(sign);
            used.TryAdd(glyph, sign);
            codes.Append(CultureInfo.InvariantCulture, $"{glyph:X4}");
        }
        return codes.ToString();
    }

    public int Write(PdfFile file)
    {
        var name = $"SEATMA+{font.Name}";
        var outlines = font.Subset(used.Keys);
        var embedded = file.AddStream(outlines, $"/Length1 {outlines.Length}");
        var descriptor = file.Add(
            $"<< /Type /FontDescriptor /FontName /{name} /Flags 32 /FontBBox [{string.Join(' ', font.Box)}] /ItalicAngle 0 "
                + $"/Ascent {font.Ascent} /Descent {font.Descent} /CapHeight 729 /StemV 80 /FontFile2 {embedded} 0 R >>"
        );
        var widths = string.Join(' ', used.Keys.Select(glyph => $"{glyph} [{font.WidthOf(glyph)}]"));
        var glyphs = file.Add(
            $"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /{name} /CIDToGIDMap /Identity /FontDescriptor {descriptor} 0 R "
                + $"/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /W [{widths}] >>"
        );
        var meanings = file.AddStream(Encoding.ASCII.GetBytes(Meanings()));
        return file.Add(
            $"<< /Type /Font /Subtype /Type0 /BaseFont /{name} /Encoding /Identity-H "
                + $"/DescendantFonts [{glyphs} 0 R] /ToUnicode {meanings} 0 R >>"
        );
    }

    private string Meanings()
    {
        var map = new StringBuilder(
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Seatmate def /CMapType 2 def\n"
                + "1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
        );
        foreach (var some in used.Chunk(MeaningsAtOnce))
        {
            map.Append(CultureInfo.InvariantCulture, $"{some.Length} beginbfchar\n");
            foreach (var (glyph, sign) in some)
                map.Append(
                    CultureInfo.InvariantCulture,
                    $"<{glyph:X4}> <{Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(sign.ToString()))}>\n"
                );
            map.Append("endbfchar\n");
        }
        return map.Append("endcmap CMapName currentdict /CMap defineresource pop end end").ToString();
    }
}
