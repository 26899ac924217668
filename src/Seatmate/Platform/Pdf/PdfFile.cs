using System.Buffers;
using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Seatmate.Platform.Pdf;

/// <summary>The objects of a PDF and where they are (ISO 32000-1, 7.5).</summary>
internal sealed class PdfFile
{
    private readonly ArrayBufferWriter<byte> bytes = new();
    private readonly List<long> places = [];

    public PdfFile() => bytes.Write("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"u8);

    /// <summary>The number of an object that is to be written later.</summary>
    public int Reserve()
    {
        places.Add(0);
        return places.Count;
    }

    public int Add(string text)
    {
        var number = Reserve();
        Write(number, text);
        return number;
    }

    public void Write(int number, string text)
    {
        places[number - 1] = bytes.WrittenCount;
        Put(string.Create(CultureInfo.InvariantCulture, $"{number} 0 obj\n{text}\nendobj\n"));
    }

    public int AddStream(byte[] content, string further = "")
    {
        using var packed = new MemoryStream();
        using (var zip = new ZLibStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
            zip.Write(content);
        var number = Reserve();
        places[number - 1] = bytes.WrittenCount;
        Put($"{number} 0 obj\n<< /Length {packed.Length} /Filter /FlateDecode {further} >>\nstream\n");
        bytes.Write(packed.ToArray());
        Put("\nendstream\nendobj\n");
        return number;
    }

    public byte[] Finish(int catalog, int info)
    {
        var start = bytes.WrittenCount;
        Put($"xref\n0 {places.Count + 1}\n0000000000 65535 f \n");
        foreach (var place in places)
            Put($"{place:0000000000} 00000 n \n");
        Put(
            $"trailer\n<< /Size {places.Count + 1} /Root {catalog} 0 R /Info {info} 0 R >>\nstartxref\n{start}\n%%EOF\n"
        );
        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>A text as PDF keeps texts about itself: UTF-16 in hexadecimal.</summary>
    public static string TextOf(string text) =>
        $"<FEFF{Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(text))}>";

    private void Put(string text) => bytes.Write(Encoding.Latin1.GetBytes(text));
}
