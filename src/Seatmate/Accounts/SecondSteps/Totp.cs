using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Seatmate.Accounts.SecondSteps;

/// <summary>Codes of authenticator apps: TOTP (RFC 6238) with SHA-1, six digits and steps of 30 seconds, which is what
/// every app does. Own code because the framework's is bound to its user tables: docs/adr/0028.</summary>
public static class Totp
{
    public const int SecretBytes = 20;
    private const int StepSeconds = 30;
    private const int StepsApart = 1;
    private const string Base32Signs = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    public static long StepOf(DateTimeOffset instant) => instant.ToUnixTimeSeconds() / StepSeconds;

    [SuppressMessage(
        "Security",
        "CA5350",
        Justification = "RFC 6238, as the apps have it; HMAC does not need more."
    )]
    public static string Code(ReadOnlySpan<byte> secret, long step)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        Span<byte> hash = stackalloc byte[20];
        HMACSHA1.HashData(secret, counter, hash);
        var cut = BinaryPrimitives.ReadInt32BigEndian(hash[(hash[^1] & 0xF)..]) & 0x7FFF_FFFF;
        return (cut % 1_000_000).ToString("D6");
    }

    /// <summary>Which step a code belongs to, now or one step to either side, since clocks differ; null when to
    /// none.</summary>
    public static long? StepOfCode(ReadOnlySpan<byte> secret, string code, DateTimeOffset now)
    {
        var given = Encoding.UTF8.GetBytes(code);
        long? found = null;
        for (var step = StepOf(now) - StepsApart; step <= StepOf(now) + StepsApart; step++)
        {
            if (CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Code(secret, step)), given))
                found = step;
        }
        return found;
    }

    /// <summary>RFC 4648, without padding.</summary>
    public static string Base32(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder();
        var (bits, count) = (0, 0);
        foreach (var one in bytes)
        {
            bits = (bits << 8) | one;
            for (count += 8; count >= 5; count -= 5)
                text.Append(Base32Signs[(bits >> (count - 5)) & 31]);
            bits &= (1 << count) - 1;
        }
        if (count > 0)
            text.Append(Base32Signs[(bits << (5 - count)) & 31]);
        return text.ToString();
    }
}
