using System.Buffers.Binary;
using System.Reflection;
using System.Text;

namespace Seatmate.Platform.Pdf;

/// <summary>A TrueType font: how wide its signs are, and a file with the outlines of those that are used (ISO/IEC
/// 14496-22). Only what a PDF asks for is read; glyphs keep their numbers.</summary>
public sealed class TrueTypeFont
{
    private const int ComponentsFollow = 0x20;
    private const int WordArguments = 1;
    private const int HasScale = 8;
    private const int HasTwoScales = 0x40;
    private const int HasMatrix = 0x80;
    private static readonly string[] Kept =
    [
        "cvt ",
        "fpgm",
        "glyf",
        "head",
        "hhea",
        "hmtx",
        "loca",
        "maxp",
        "prep",
    ];

    private readonly byte[] file;
    private readonly Dictionary<string, (int At, int Length)> tables = new(StringComparer.Ordinal);
    private readonly Dictionary<int, ushort> glyphs = [];
    private readonly int unitsPerEm;
    private readonly int widthCount;
    private readonly bool isLongLoca;

    private TrueTypeFont(string name, byte[] file)
    {
        (Name, this.file) = (name, file);
        var count = Word(4);
        for (var i = 0; i < count; i++)
        {
            var at = 12 + 16 * i;
            tables[Encoding.ASCII.GetString(file, at, 4)] = ((int)Long(at + 8), (int)Long(at + 12));
        }
        var head = tables["head"].At;
        unitsPerEm = Word(head + 18);
        isLongLoca = Word(head + 50) == 1;
        GlyphCount = Word(tables["maxp"].At + 4);
        widthCount = Word(tables["hhea"].At + 34);
        Ascent = Scaled(Signed(tables["hhea"].At + 4));
        Descent = Scaled(Signed(tables["hhea"].At + 6));
        Box = [.. Enumerable.Range(0, 4).Select(i => Scaled(Signed(head + 36 + 2 * i)))];
        ReadGlyphs();
    }

    public string Name { get; }
    public int GlyphCount { get; }

    /// <summary>In thousandths of the size of the font, as all measures of it.</summary>
    public int Ascent { get; }
    public int Descent { get; }
    public IReadOnlyList<int> Box { get; }

    /// <summary>A font that is a part of the program.</summary>
    public static TrueTypeFont FromProgram(string name)
    {
        using var stream =
            Assembly.GetExecutingAssembly().GetManifestResourceStream($"{name}.ttf")
            ?? throw new InvalidOperationException($"The font {name} is missing in the program.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return new(name, bytes);
    }

    /// <summary>The number of a sign's glyph; that of the empty box for what the font does not have.</summary>
    public ushort GlyphOf(Rune sign) => glyphs.GetValueOrDefault(sign.Value);

    public int WidthOf(ushort glyph) => Scaled(Word(tables["hmtx"].At + 4 * Math.Min(glyph, widthCount - 1)));

    /// <summary>The font with the outlines of these glyphs, and of those that they are made of.</summary>
    public byte[] Subset(IEnumerable<ushort> used)
    {
        var kept = new SortedSet<ushort>(used) { 0 };
        var open = new Queue<ushort>(kept);
        while (open.TryDequeue(out var glyph))
            foreach (var part in PartsOf(glyph).Where(kept.Add))
                open.Enqueue(part);
        using var outlines = new MemoryStream();
        var places = new byte[4 * (GlyphCount + 1)];
        for (var glyph = 0; glyph <= GlyphCount; glyph++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(places.AsSpan(4 * glyph), (uint)outlines.Length);
            if (glyph == GlyphCount || !kept.Contains((ushort)glyph))
                continue;
            var (at, length) = Outline(glyph);
            outlines.Write(file, at, length);
            outlines.Write(new byte[(4 - length % 4) % 4]);
        }
        var head = Table("head");
        head[51] = 1;
        return Assemble(
            Kept.Where(tables.ContainsKey)
                .Select(tag =>
                    (
                        tag,
                        tag switch
                        {
                            "glyf" => outlines.ToArray(),
                            "loca" => places,
                            "head" => head,
                            _ => Table(tag),
                        }
                    )
                )
                .ToList()
        );
    }

    private static byte[] Assemble(IReadOnlyList<(string Tag, byte[] Bytes)> parts)
    {
        using var made = new MemoryStream();
        var directory = new byte[12 + 16 * parts.Count];
        var power = (int)Math.Log2(parts.Count);
        BinaryPrimitives.WriteUInt32BigEndian(directory, 0x00010000);
        BinaryPrimitives.WriteUInt16BigEndian(directory.AsSpan(4), (ushort)parts.Count);
        BinaryPrimitives.WriteUInt16BigEndian(directory.AsSpan(6), (ushort)(16 << power));
        BinaryPrimitives.WriteUInt16BigEndian(directory.AsSpan(8), (ushort)power);
        BinaryPrimitives.WriteUInt16BigEndian(
            directory.AsSpan(10),
            (ushort)(16 * parts.Count - (16 << power))
        );
        made.Write(directory);
        for (var i = 0; i < parts.Count; i++)
        {
            var (tag, bytes) = parts[i];
            var entry = directory.AsSpan(12 + 16 * i);
            Encoding.ASCII.GetBytes(tag, entry);
            BinaryPrimitives.WriteUInt32BigEndian(entry[4..], CheckSum(bytes));
            BinaryPrimitives.WriteUInt32BigEndian(entry[8..], (uint)made.Length);
            BinaryPrimitives.WriteUInt32BigEndian(entry[12..], (uint)bytes.Length);
            made.Write(bytes);
            made.Write(new byte[(4 - bytes.Length % 4) % 4]);
        }
        made.Position = 0;
        made.Write(directory);
        return made.ToArray();
    }

    private static uint CheckSum(byte[] bytes)
    {
        var sum = 0u;
        for (var i = 0; i < bytes.Length; i++)
            sum += (uint)bytes[i] << (24 - 8 * (i % 4));
        return sum;
    }

    private (int At, int Length) Outline(int glyph)
    {
        var loca = tables["loca"].At;
        var (from, until) = isLongLoca
            ? ((int)Long(loca + 4 * glyph), (int)Long(loca + 4 * glyph + 4))
            : (2 * Word(loca + 2 * glyph), 2 * Word(loca + 2 * glyph + 2));
        return (tables["glyf"].At + from, until - from);
    }

    /// <summary>The glyphs that a glyph with an accent and the like is made of.</summary>
    private IEnumerable<ushort> PartsOf(ushort glyph)
    {
        var (at, length) = Outline(glyph);
        if (length == 0 || Signed(at) >= 0)
            yield break;
        at += 10;
        int flags;
        do
        {
            flags = Word(at);
            yield return (ushort)Word(at + 2);
            at += (flags & WordArguments) != 0 ? 8 : 6;
            at +=
                (flags & HasScale) != 0 ? 2
                : (flags & HasTwoScales) != 0 ? 4
                : (flags & HasMatrix) != 0 ? 8
                : 0;
        } while ((flags & ComponentsFollow) != 0);
    }

    /// <summary>The table that names the glyphs of the signs: of whole Unicode (format 12), else of its first plane
    /// (format 4).</summary>
    private void ReadGlyphs()
    {
        var cmap = tables["cmap"].At;
        var all = Enumerable
            .Range(0, Word(cmap + 2))
            .Select(i => cmap + (int)Long(cmap + 8 + 8 * i))
            .ToList();
        foreach (var at in all.Where(at => Word(at) == 4))
            ReadFirstPlane(at);
        foreach (var at in all.Where(at => Word(at) == 12))
            for (var group = 0; group < Long(at + 12); group++)
            {
                var row = at + 16 + 12 * group;
                for (var sign = (int)Long(row); sign <= Long(row + 4); sign++)
                    glyphs[sign] = (ushort)(Long(row + 8) + sign - Long(row));
            }
    }

    private void ReadFirstPlane(int at)
    {
        var segments = Word(at + 6) / 2;
        var (ends, starts) = (at + 14, at + 16 + 2 * segments);
        var (deltas, offsets) = (starts + 2 * segments, starts + 4 * segments);
        for (var i = 0; i < segments; i++)
        {
            var offset = Word(offsets + 2 * i);
            for (var sign = Word(starts + 2 * i); sign <= Word(ends + 2 * i) && sign < 0xffff; sign++)
            {
                var glyph =
                    offset == 0 ? sign : Word(offsets + 2 * i + offset + 2 * (sign - Word(starts + 2 * i)));
                if (glyph != 0 || offset == 0)
                    glyphs[sign] = (ushort)(glyph + Word(deltas + 2 * i));
            }
        }
    }

    private byte[] Table(string tag) => file.AsSpan(tables[tag].At, tables[tag].Length).ToArray();

    private int Scaled(int units) => units * 1000 / unitsPerEm;

    private int Word(int at) => BinaryPrimitives.ReadUInt16BigEndian(file.AsSpan(at));

    private int Signed(int at) => BinaryPrimitives.ReadInt16BigEndian(file.AsSpan(at));

    private uint Long(int at) => BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at));
}
