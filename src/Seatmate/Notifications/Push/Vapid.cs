using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Seatmate.Platform;

namespace Seatmate.Notifications.Push;

/// <summary>Says to push services who sends (RFC 8292): a token signed with a key of this installation, by which
/// browsers have bound their subscriptions to it. VAPID_PRIVATE_KEY brings the key of another installation.</summary>
public sealed class Vapid(Settings settings, Secrets secrets, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    private readonly ECDsa key = ECDsa.Create(
        new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            D = settings.VapidPrivateKey ?? secrets.PushKey,
        }
    );

    /// <summary>What a browser subscribes with.</summary>
    public string PublicKey =>
        Base64Url.EncodeToString(Curves.Bytes(key.ExportParameters(includePrivateParameters: false)));

    /// <summary>The header Authorization for a push service.</summary>
    public string Authorization(Uri endpoint) => $"vapid t={Token(endpoint)}, k={PublicKey}";

    public void Dispose() => key.Dispose();

    private string Token(Uri endpoint)
    {
        var head = Part(new { typ = "JWT", alg = "ES256" });
        var body = Part(
            new
            {
                aud = endpoint.GetLeftPart(UriPartial.Authority),
                exp = (clock.GetUtcNow() + Lifetime).ToUnixTimeSeconds(),
                sub = settings.VapidSubject ?? Standard(),
            }
        );
        var signed = $"{head}.{body}";
        var signature = key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256);
        return $"{signed}.{Base64Url.EncodeToString(signature)}";
    }

    /// <summary>Where whoever runs a push service reaches whoever runs this.</summary>
    private string Standard() =>
        settings.PublicUrl.Scheme == Uri.UriSchemeHttps
            ? settings.PublicUrl.AbsoluteUri
            : $"mailto:{settings.MailFrom}";

    private static string Part(object value) =>
        Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(value));
}
