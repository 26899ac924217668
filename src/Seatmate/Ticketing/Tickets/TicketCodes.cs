using System.Buffers.Text;
using System.Text;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Seatmate.Platform;

namespace Seatmate.Ticketing.Tickets;

/// <summary>The text of a ticket's QR: `SM1.{number}.{event id}.{signature}`, signed with Ed25519 (RFC 8032) so that
/// a scanner that has only the public key can tell a real one without a network. Made when it is looked at; nothing
/// is stored.</summary>
public sealed class TicketCodes(Secrets secrets)
{
    private readonly Ed25519PrivateKeyParameters key = new(secrets.TicketKeySeed, 0);

    /// <summary>32 bytes that a scanner needs.</summary>
    public byte[] PublicKey => key.GeneratePublicKey().GetEncoded();

    public string Of(Ticket ticket)
    {
        var body = $"SM1.{ticket.Number}.{ticket.EventId}";
        return $"{body}.{Base64Url.EncodeToString(Sign(body))}";
    }

    private byte[] Sign(string body)
    {
        var signer = new Ed25519Signer();
        signer.Init(true, key);
        var bytes = Encoding.ASCII.GetBytes(body);
        signer.BlockUpdate(bytes, 0, bytes.Length);
        return signer.GenerateSignature();
    }
}
