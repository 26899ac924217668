using System.Buffers.Text;
using System.Security.Cryptography;
using Seatmate.Platform;
using Seatmate.Ticketing.Contracts;
using Seatmate.Ticketing.Orders;

namespace Seatmate.Ticketing.Holds;

/// <summary>What a guest shows to be the one who holds: made from the order's UUID and a key of this installation
/// (HMAC-SHA-256), so that no table has to know it. It is written in the mail with the guest's link, and for a day in
/// answers that are kept under an Idempotency-Key.</summary>
public sealed class HoldTokens(Secrets secrets)
{
    public string Of(Guid bookingId) =>
        Base64Url.EncodeToString(HMACSHA256.HashData(secrets.HoldKey, bookingId.ToByteArray()));

    /// <summary>Whether a hold or order is the asker's: their own, or a guest's and what their token stands for. This
    /// is the one rule of it; <see cref="OrderScopes.OwnedBy"/> says the same of people in SQL.</summary>
    public bool IsOf(long? buyerId, bool isGuests, Guid bookingId, Asker asker) =>
        buyerId is { } buyer ? asker.UserId == buyer : isGuests && IsProof(asker.Token, bookingId);

    public bool IsOf(Order order, Asker asker) => IsOf(order.BuyerId, order.IsGuests, order.BookingId, asker);

    /// <summary>Whether it is the token of this booking.</summary>
    public bool IsProof(string? token, Guid bookingId) =>
        token is not null
        && CryptographicOperations.FixedTimeEquals(
            System.Text.Encoding.UTF8.GetBytes(token),
            System.Text.Encoding.UTF8.GetBytes(Of(bookingId))
        );
}
