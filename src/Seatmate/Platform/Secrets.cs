using System.Security.Cryptography;
using System.Text;

namespace Seatmate.Platform;

/// <summary>The keys of this installation, all derived (HKDF, RFC 5869) from one: JWT_SECRET_KEY, or what was made at
/// first start and is kept in the data folder's secrets/. Several processes on one database must share it.</summary>
public sealed class Secrets(string master)
{
    private const int KeyBytes = 32;

    /// <summary>Signs access tokens; the master itself, so that whoever sets JWT_SECRET_KEY knows the key.</summary>
    public byte[] JwtKey { get; } = Encoding.UTF8.GetBytes(master);

    /// <summary>Seed of the Ed25519 key that signs tickets.</summary>
    public byte[] TicketKeySeed { get; } = Derive(master, "tickets");

    /// <summary>Signs the built-in sandbox provider's webhooks.</summary>
    public byte[] SandboxKey { get; } = Derive(master, "sandbox");

    /// <summary>Signs what guests show for their holds.</summary>
    public byte[] HoldKey { get; } = Derive(master, "holds");

    /// <summary>Keys the hashes of codes and tokens that were mailed.</summary>
    public byte[] MailedSecretKey { get; } = Derive(master, "mailed secrets");

    /// <summary>Signs what an invitation by mail is accepted with.</summary>
    public byte[] InvitationKey { get; } = Derive(master, "invitations");

    /// <summary>Signs the links by which mails are switched off.</summary>
    public byte[] MailKey { get; } = Derive(master, "mails");

    /// <summary>Signs the cookies by which devices are known again, and keys the hashes of failed tries.</summary>
    public byte[] DeviceKey { get; } = Derive(master, "devices");

    /// <summary>Encrypts what authenticator apps share with us, and signs the tickets between the two steps of a
    /// sign-in.</summary>
    public byte[] SecondStepKey { get; } = Derive(master, "second step");

    /// <summary>Signs what is said to push services: the secret of a P-256 key, which any 32 bytes are but for one in
    /// four thousand million.</summary>
    public byte[] PushKey { get; } = Derive(master, "push");

    private static byte[] Derive(string master, string purpose) =>
        HKDF.DeriveKey(
            HashAlgorithmName.SHA256,
            Encoding.UTF8.GetBytes(master),
            KeyBytes,
            info: Encoding.UTF8.GetBytes(purpose)
        );
}
