using System.Buffers.Text;
using System.Security.Cryptography;
using Seatmate.Platform;
using Seatmate.Ticketing.Lanes;

namespace Seatmate.Ticketing.Holds;

/// <summary>What a guest shows to be the one who holds: made from the order's UUID and a key of this installation
/// (HMAC-SHA-256), so that nothing of it is stored.</summary>
public sealed class HoldTokens(Secrets secrets)
{
    public const string Header = "Hold-Token";

    public string Of(Guid bookingId) =>
        Base64Url.EncodeToString(HMACSHA256.HashData(secrets.HoldKey, bookingId.ToByteArray()));

    /// <summary>Whether a hold or order is the asker's: their own, or, as long as it is nobody's, what their token
    /// stands for.</summary>
    public bool IsOf(long? buyerId, Guid bookingId, Asker asker) =>
        buyerId is { } buyer ? asker.UserId == buyer : asker.Token is { } token && Proves(token, bookingId);

    private bool Proves(string token, Guid bookingId) =>
        CryptographicOperations.FixedTimeEquals(
            System.Text.Encoding.UTF8.GetBytes(token),
            System.Text.Encoding.UTF8.GetBytes(Of(bookingId))
        );
}
