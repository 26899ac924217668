using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Seatmate.Accounts.Sessions;

/// <summary>What a token of ours says: whose it is, of which session, until when. The role is there for clients to
/// read; the server asks the session.</summary>
public sealed record AccessClaims(
    [property: JsonPropertyName("sub")] string Subject,
    [property: JsonPropertyName("role")] string Role,
    [property: JsonPropertyName("sid")] Guid SessionId,
    [property: JsonPropertyName("iat")] long IssuedAt,
    [property: JsonPropertyName("exp")] long ExpiresAt
);

/// <summary>JSON Web Tokens (RFC 7519) with HMAC-SHA-256, by one header only: whatever else a token's header says, be
/// it `none` or another algorithm, it is not ours. Own code because no maintained library restores here:
/// docs/adr/0005.</summary>
public sealed class AccessTokens(byte[] key, TimeProvider clock)
{
    private const int LengthMax = 4096;
    private const int ProvenMax = 20_000;

    /// <summary>Of 32 bytes. Longer ones would be the same with blanks or padding, each another text to
    /// remember.</summary>
    private const int SignatureLength = 43;
    private static readonly string Header = Base64Url.EncodeToString("""{"alg":"HS256","typ":"JWT"}"""u8);

    /// <summary>What was found to be ours, not to be proven again at each request.</summary>
    private readonly ConcurrentDictionary<string, AccessClaims> proven = new(StringComparer.Ordinal);

    public string Issue(long userId, string role, Guid sessionId, DateTimeOffset expiresAt)
    {
        var claims = new AccessClaims(
            userId.ToString(CultureInfo.InvariantCulture),
            role,
            sessionId,
            clock.GetUtcNow().ToUnixTimeSeconds(),
            expiresAt.ToUnixTimeSeconds()
        );
        var body = $"{Header}.{Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(claims))}";
        return $"{body}.{Base64Url.EncodeToString(Sign(body))}";
    }

    /// <summary>The claims of a token that is ours, whole and not expired; otherwise null.</summary>
    public AccessClaims? Read(string token)
    {
        if (token.Length > LengthMax)
            return null;
        if (!proven.TryGetValue(token, out var claims))
        {
            claims = Prove(token);
            if (IsAlive(claims))
                Remember(token, claims);
        }
        return IsAlive(claims) ? claims : null;
    }

    private bool IsAlive([NotNullWhen(true)] AccessClaims? claims) =>
        claims?.ExpiresAt > clock.GetUtcNow().ToUnixTimeSeconds();

    private void Remember(string token, AccessClaims claims)
    {
        if (proven.Count >= ProvenMax)
            proven.Clear();
        proven[token] = claims;
    }

    private AccessClaims? Prove(string token)
    {
        if (
            token.Split('.') is not [var header, var payload, { Length: SignatureLength } signature]
            || header != Header
        )
            return null;
        try
        {
            var given = Base64Url.DecodeFromChars(signature);
            return CryptographicOperations.FixedTimeEquals(given, Sign($"{header}.{payload}"))
                ? JsonSerializer.Deserialize<AccessClaims>(Base64Url.DecodeFromChars(payload))
                : null;
        }
        catch (Exception error) when (error is FormatException or JsonException)
        {
            return null;
        }
    }

    private byte[] Sign(string body) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(body));
}
