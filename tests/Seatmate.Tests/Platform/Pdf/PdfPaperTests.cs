using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using Seatmate.Platform.Pdf;

namespace Seatmate.Tests.Platform.Pdf;

/// <summary>What is written is read again: by its cross-reference, and sign by sign.</summary>
public sealed partial class PdfPaperTests
{
    private const string Signs = "Café à Łódź für 12,50 €: Żółć, ñandú, Ærø, Πέτρος, Привет";

    [Fact]
    public void Every_object_is_where_the_file_says_and_it_stays_small()
    {
        var bytes = Paper(lines: 3);
        var text = Encoding.Latin1.GetString(bytes);

        var start = int.Parse(text.Split("startxref\n")[1].Split('\n')[0]);
        var rows = text[start..].Split('\n').Skip(3).TakeWhile(row => row.EndsWith("n ")).ToList();
        rows.Count.ShouldBeGreaterThan(8);
        for (var i = 0; i < rows.Count; i++)
            text[int.Parse(rows[i][..10])..].ShouldStartWith($"{i + 1} 0 obj");
        bytes.Length.ShouldBeLessThan(60_000);
    }

    [Fact]
    public void What_does_not_fit_goes_on_on_the_next_page() =>
        Encoding.Latin1.GetString(Paper(lines: 200)).ShouldContain("/Count 9");

    [Fact]
    public void Texts_can_be_read_again_sign_by_sign()
    {
        var streams = Streams(Paper(lines: 1));
        var meanings = streams.First(stream => stream.Contains("beginbfchar"));
        var signs = Meaning()
            .Matches(meanings)
            .ToDictionary(
                pair => pair.Groups["code"].Value,
                pair => Encoding.BigEndianUnicode.GetString(Convert.FromHexString(pair.Groups["sign"].Value))
            );

        var texts = Shown()
            .Matches(streams.First(stream => stream.Contains("BT ")))
            .Select(text =>
                string.Concat(text.Groups["text"].Value.Chunk(4).Select(code => signs[new(code)]))
            );

        texts.ShouldContain(Signs);
    }

    private static List<string> Streams(byte[] paper)
    {
        var text = Encoding.Latin1.GetString(paper);
        return
        [
            .. Begin()
                .Matches(text)
                .Select(found =>
                {
                    var packed = new MemoryStream(
                        paper,
                        found.Index + found.Length,
                        int.Parse(found.Groups["length"].Value)
                    );
                    using var zip = new ZLibStream(packed, CompressionMode.Decompress);
                    using var reader = new StreamReader(zip, Encoding.Latin1);
                    return reader.ReadToEnd();
                }),
        ];
    }

    private static byte[] Paper(int lines)
    {
        var paper = new PdfPaper("A paper", "pl").Heading("Łódź").Line();
        for (var i = 0; i < lines; i++)
            paper.Text(Signs).Row("Seen", $"{i}");
        return paper.ToBytes();
    }

    [GeneratedRegex("<(?<code>[0-9A-F]{4})> <(?<sign>[0-9A-F]+)>", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Meaning();

    [GeneratedRegex("/F1 [0-9.]+ Tf [^<]*<(?<text>[0-9A-F]+)>", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Shown();

    [GeneratedRegex(@"/Length (?<length>\d+) /Filter[^\n]*\nstream\n", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Begin();
}
