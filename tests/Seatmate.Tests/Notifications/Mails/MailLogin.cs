using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Seatmate.Tests.Notifications.Mails;

/// <summary>What a mail server asks for before it takes a mail: user and password, behind TLS with a certificate of its
/// own making for localhost. All three as text; the last two are PEM.</summary>
internal sealed record MailLogin(string Pair, string Key, string Certificate)
{
    public static MailLogin New()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest(
            "CN=localhost",
            key,
            HashAlgorithmName.SHA256,
            RSASignaturePadding.Pkcs1
        );
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, critical: true));
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        return new("postbox:s3cret", key.ExportPkcs8PrivateKeyPem(), certificate.ExportCertificatePem());
    }
}
