using System.IO.Compression;
using System.Security.Cryptography;

namespace Seatmate.Platform.Ready;

/// <summary>A body in the forms that clients take. A compressed form is made when the first client asks for it, once;
/// one that would not be smaller is not made at all.</summary>
public sealed class ReadyBytes
{
    private const int WorthCompressing = 1024;
    private readonly Lazy<byte[]?> brotli;
    private readonly Lazy<byte[]?> gzip;

    public ReadyBytes(byte[] plain)
    {
        Plain = plain;
        Tag = TagOf(plain);
        brotli = new(() => Compress(to => new BrotliStream(to, CompressionLevel.Fastest, leaveOpen: true)));
        gzip = new(() => Compress(to => new GZipStream(to, CompressionLevel.Fastest, leaveOpen: true)));
    }

    public byte[] Plain { get; }

    /// <summary>Names the content. Weak, because it is the same for every form of it.</summary>
    public string Tag { get; }

    public static string TagOf(ReadOnlySpan<byte> content) =>
        $"W/\"{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 12))}\"";

    /// <summary>All that this may ever take in memory.</summary>
    public int Weight => 3 * Plain.Length;

    /// <summary>The smallest form that the client takes by its Accept-Encoding, and its name; null for the plain
    /// one.</summary>
    public (byte[] Bytes, string? Encoding) For(string accepted)
    {
        if (Plain.Length < WorthCompressing || accepted.Length == 0)
            return (Plain, null);
        if (Takes(accepted, "br") && brotli.Value is { } br)
            return (br, "br");
        if (Takes(accepted, "gzip") && gzip.Value is { } gz)
            return (gz, "gzip");
        return (Plain, null);
    }

    private static bool Takes(ReadOnlySpan<char> accepted, ReadOnlySpan<char> encoding)
    {
        foreach (var range in accepted.Split(','))
        {
            var offer = accepted[range].Trim();
            var end = offer.IndexOf(';');
            var name = end < 0 ? offer : offer[..end].TrimEnd();
            if (name.Equals(encoding, StringComparison.OrdinalIgnoreCase))
                return end < 0 || !IsZero(offer[(end + 1)..]);
        }
        return false;
    }

    /// <summary>`q=0`, `q=0.0` …: not at all.</summary>
    private static bool IsZero(ReadOnlySpan<char> quality) =>
        quality.TrimStart() is ['q' or 'Q', '=', .. var number] && number.Trim().Trim("0.").Length == 0;

    private byte[]? Compress(Func<Stream, Stream> into)
    {
        using var memory = new MemoryStream(Plain.Length / 2);
        using (var packing = into(memory))
            packing.Write(Plain);
        return memory.Length < Plain.Length ? memory.ToArray() : null;
    }
}
