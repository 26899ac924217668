using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Seatmate.Accounts.Sessions;
using Seatmate.Accounts.Users;
using Seatmate.Platform;
using Seatmate.Platform.Http;

namespace Seatmate.Accounts.SecondSteps;

/// <summary>Who proved the first step, how, and until when the second may follow; `password` stands for the one they
/// had.</summary>
public sealed record SecondStepClaims(
    long UserId,
    SignInMethod Method,
    DateTimeOffset ExpiresAt,
    string Password
);

/// <summary>What a refused sign-in gives for the second step.</summary>
public sealed record SecondStepTicket(string Ticket, DateTimeOffset ExpiresAt);

/// <summary>Keeps the secrets of apps encrypted (AES-256-GCM, bound to their person), hashes recovery codes, and signs
/// the tickets between the two steps.</summary>
public sealed class SecondStepSecrets(Secrets secrets, TimeProvider clock)
{
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const int TicketLengthMax = 1024;
    private static readonly TimeSpan TicketLifetime = TimeSpan.FromMinutes(5);

    public byte[] Encrypt(byte[] secret, long userId)
    {
        var whole = new byte[NonceBytes + secret.Length + TagBytes];
        var nonce = whole.AsSpan(0, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(secrets.SecondStepKey, TagBytes);
        aes.Encrypt(
            nonce,
            secret,
            whole.AsSpan(NonceBytes, secret.Length),
            whole.AsSpan(^TagBytes),
            Owner(userId)
        );
        return whole;
    }

    public byte[] Decrypt(byte[] whole, long userId)
    {
        var secret = new byte[whole.Length - NonceBytes - TagBytes];
        using var aes = new AesGcm(secrets.SecondStepKey, TagBytes);
        aes.Decrypt(
            whole.AsSpan(0, NonceBytes),
            whole.AsSpan(NonceBytes, secret.Length),
            whole.AsSpan(^TagBytes),
            secret,
            Owner(userId)
        );
        return secret;
    }

    public byte[] HashRecoveryCode(string code) => Sign($"recovery {code}");

    public SecondStepTicket Ticket(User user, SignInMethod method)
    {
        var claims = new SecondStepClaims(
            user.Id,
            method,
            clock.GetUtcNow() + TicketLifetime,
            MarkOfPassword(user)
        );
        var body = Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(claims, JsonShape.Options));
        return new($"{body}.{Base64Url.EncodeToString(Sign($"ticket {body}"))}", claims.ExpiresAt);
    }

    /// <summary>What a ticket of ours says while it is good; otherwise null.</summary>
    public SecondStepClaims? Read(string ticket)
    {
        if (ticket.Length > TicketLengthMax || ticket.Split('.') is not [var body, var signature])
            return null;
        var right = Base64Url.EncodeToString(Sign($"ticket {body}"));
        if (
            !CryptographicOperations.FixedTimeEquals(
                Encoding.UTF8.GetBytes(signature),
                Encoding.ASCII.GetBytes(right)
            )
        )
            return null;
        var claims = JsonSerializer.Deserialize<SecondStepClaims>(
            Base64Url.DecodeFromChars(body),
            JsonShape.Options
        );
        return claims?.ExpiresAt > clock.GetUtcNow() ? claims : null;
    }

    /// <summary>Whether the person still has the password that they had when they got the ticket.</summary>
    public bool IsOfPassword(SecondStepClaims claims, User user) => claims.Password == MarkOfPassword(user);

    // Keyed, since whoever holds the ticket can read it.
    private string MarkOfPassword(User user) =>
        Base64Url.EncodeToString(Sign($"password {user.Id} {user.PasswordHash}"));

    private byte[] Sign(string text) =>
        HMACSHA256.HashData(secrets.SecondStepKey, Encoding.UTF8.GetBytes(text));

    private static byte[] Owner(long userId)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, userId);
        return bytes;
    }
}
