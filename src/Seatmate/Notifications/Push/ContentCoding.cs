using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Seatmate.Notifications.Push;

/// <summary>The encrypted content-coding aes128gcm (RFC 8188), in one record, which is all that a push message may
/// have.</summary>
public static class ContentCoding
{
    public const int SaltBytes = 16;
    public const int RecordBytes = 4096;
    private const int KeyBytes = 16;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const byte LastRecord = 2;

    /// <summary>The most that fits into a record beside a header with a public key.</summary>
    public const int PlaintextBytesMax =
        RecordBytes - SaltBytes - sizeof(int) - 1 - BrowserKeys.PublicBytes - 1 - TagBytes;

    public static byte[] Encode(
        ReadOnlySpan<byte> plaintext,
        ReadOnlySpan<byte> secret,
        ReadOnlySpan<byte> salt,
        ReadOnlySpan<byte> keyId
    )
    {
        if (salt.Length != SaltBytes || plaintext.Length > PlaintextBytesMax)
            throw new ArgumentException("It does not fit into one record.", nameof(plaintext));
        byte[] padded = [.. plaintext, LastRecord];
        var headBytes = SaltBytes + sizeof(int) + 1 + keyId.Length;
        var coded = new byte[headBytes + padded.Length + TagBytes];
        salt.CopyTo(coded);
        BinaryPrimitives.WriteInt32BigEndian(coded.AsSpan(SaltBytes), RecordBytes);
        coded[SaltBytes + sizeof(int)] = (byte)keyId.Length;
        keyId.CopyTo(coded.AsSpan(headBytes - keyId.Length));
        using var aes = new AesGcm(Derive(secret, salt, "aes128gcm", KeyBytes), TagBytes);
        aes.Encrypt(
            Derive(secret, salt, "nonce", NonceBytes),
            padded,
            coded.AsSpan(headBytes, padded.Length),
            coded.AsSpan(headBytes + padded.Length)
        );
        return coded;
    }

    private static byte[] Derive(
        ReadOnlySpan<byte> secret,
        ReadOnlySpan<byte> salt,
        string purpose,
        int bytes
    )
    {
        var key = new byte[bytes];
        HKDF.DeriveKey(
            HashAlgorithmName.SHA256,
            secret,
            key,
            salt,
            Encoding.ASCII.GetBytes($"Content-Encoding: {purpose}\0")
        );
        return key;
    }
}
