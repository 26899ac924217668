using System.Security.Cryptography;
using System.Text;

namespace Seatmate.Notifications.Push;

/// <summary>The keys of a browser's subscription: what only it can read is encrypted for them (RFC 8291).</summary>
public sealed record BrowserKeys(byte[] P256dh, byte[] Auth)
{
    public const int PublicBytes = 65;
    public const int AuthBytes = 16;
    private const int SecretBytes = 32;
    private const byte Uncompressed = 4;

    /// <summary>Whether they can be encrypted for: a point of the curve, and a secret of the right length.</summary>
    public bool AreUsable()
    {
        if (P256dh is not [Uncompressed, ..] || P256dh.Length != PublicBytes || Auth.Length != AuthBytes)
            return false;
        try
        {
            using var own = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
            Encrypt([], own, new byte[ContentCoding.SaltBytes]);
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    /// <summary>With a key and a salt that are used this once.</summary>
    public byte[] Encrypt(ReadOnlySpan<byte> plaintext)
    {
        using var once = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        return Encrypt(plaintext, once, RandomNumberGenerator.GetBytes(ContentCoding.SaltBytes));
    }

    public byte[] Encrypt(ReadOnlySpan<byte> plaintext, ECDiffieHellman own, byte[] salt)
    {
        using var browser = ECDiffieHellman.Create(Curves.Parameters(P256dh));
        var ownPublic = Curves.Bytes(own.ExportParameters(includePrivateParameters: false));
        var secret = HKDF.DeriveKey(
            HashAlgorithmName.SHA256,
            own.DeriveRawSecretAgreement(browser.PublicKey),
            SecretBytes,
            salt: Auth,
            info: [.. Encoding.ASCII.GetBytes("WebPush: info\0"), .. P256dh, .. ownPublic]
        );
        return ContentCoding.Encode(plaintext, secret, salt, ownPublic);
    }
}

/// <summary>Points of the curve P-256 as 65 bytes, uncompressed, which is how browsers and push services write
/// them.</summary>
public static class Curves
{
    private const int CoordinateBytes = 32;
    private const byte Uncompressed = 4;

    public static ECParameters Parameters(byte[] point, byte[]? secret = null) =>
        new()
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new() { X = point[1..(1 + CoordinateBytes)], Y = point[(1 + CoordinateBytes)..] },
            D = secret,
        };

    public static byte[] Bytes(ECParameters key) => [Uncompressed, .. key.Q.X!, .. key.Q.Y!];
}
