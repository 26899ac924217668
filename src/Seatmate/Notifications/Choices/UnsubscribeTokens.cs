using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Seatmate.Platform;

namespace Seatmate.Notifications.Choices;

/// <summary>What stands in the link that switches a kind of mail off without signing in: the person and the kind,
/// signed (HMAC-SHA-256) by a key of this installation. It never runs out: an old mail can still be answered.</summary>
public sealed class UnsubscribeTokens(Secrets secrets)
{
    private const int IdBytes = 8;
    private const int SignatureBytes = 20;
    private const int KindBytesMax = 60;

    public string Of(long userId, string kind)
    {
        var said = new byte[IdBytes + Encoding.UTF8.GetByteCount(kind)];
        BinaryPrimitives.WriteInt64BigEndian(said, userId);
        Encoding.UTF8.GetBytes(kind, said.AsSpan(IdBytes));
        return Base64Url.EncodeToString([.. Sign(said), .. said]);
    }

    /// <summary>Null for what is not ours.</summary>
    public (long UserId, string Kind)? Read(string token)
    {
        var bytes = new byte[SignatureBytes + IdBytes + KindBytesMax];
        if (
            !Base64Url.IsValid(token, out var length)
            || length <= SignatureBytes + IdBytes
            || length > bytes.Length
        )
            return null;
        bytes = bytes[..Base64Url.DecodeFromChars(token, bytes)];
        var said = bytes.AsSpan(SignatureBytes);
        return CryptographicOperations.FixedTimeEquals(Sign(said), bytes.AsSpan(0, SignatureBytes))
            ? (BinaryPrimitives.ReadInt64BigEndian(said), Encoding.UTF8.GetString(said[IdBytes..]))
            : null;
    }

    private byte[] Sign(ReadOnlySpan<byte> said) =>
        HMACSHA256.HashData(secrets.MailKey, said)[..SignatureBytes];
}
