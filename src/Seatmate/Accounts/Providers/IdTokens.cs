using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Seatmate.Accounts.Providers;

/// <summary>Which rule an id token broke.</summary>
public enum IdTokenFault
{
    Unreadable,
    Algorithm,
    Key,
    Signature,
    Issuer,
    Audience,
    Expired,
    NotYet,
    Nonce,
    Subject,
}

public sealed class IdTokenRefusedException(IdTokenFault fault)
    : Exception($"The id token is refused: {fault}.")
{
    public IdTokenFault Fault { get; } = fault;
}

/// <summary>What an id token must say to be meant for us, now, and for this visit.</summary>
public sealed record IdTokenTerms(string Issuer, string ClientId, string Nonce, DateTimeOffset Now);

/// <summary>Verifies id tokens (OpenID Connect Core 3.1.3.7) by the provider's public keys: RS256 and ES256, nothing
/// else, so that neither `none` nor a key taken for a secret opens anything. Own code because no maintained library
/// restores here: docs/adr/0031.</summary>
public static class IdTokens
{
    private const int LengthMax = 16 * 1024;
    private const int SubjectLengthMax = 255;
    private static readonly TimeSpan ClocksDiffer = TimeSpan.FromMinutes(1);

    /// <summary>The claims of a token that keeps every rule; otherwise throws <see
    /// cref="IdTokenRefusedException"/>.</summary>
    public static JsonElement Verify(string token, IReadOnlyList<JsonElement> keys, IdTokenTerms terms)
    {
        if (token.Length > LengthMax || token.Split('.') is not [var head, var body, var signature])
            throw Refused(IdTokenFault.Unreadable);
        var header = Json(head);
        Check(IsSignedBy(KeyFor(header, keys), $"{head}.{body}", Bytes(signature)), IdTokenFault.Signature);
        var claims = Json(body);
        CheckClaims(claims, terms);
        return claims;
    }

    /// <summary>True when this key is not among those: the provider may have a new one.</summary>
    public static bool NamesUnknownKey(string token, IReadOnlyList<JsonElement> keys) =>
        token.Length <= LengthMax
        && token.Split('.') is [var head, ..]
        && Json(head).Text("kid") is { } kid
        && keys.All(key => key.Text("kid") != kid);

    private static void CheckClaims(JsonElement claims, IdTokenTerms terms)
    {
        Check(claims.Text("iss") == terms.Issuer, IdTokenFault.Issuer);
        Check(IsFor(claims, terms.ClientId), IdTokenFault.Audience);
        Check(Instant(claims, "exp") > terms.Now - ClocksDiffer, IdTokenFault.Expired);
        Check(Instant(claims, "iat") < terms.Now + ClocksDiffer, IdTokenFault.NotYet);
        Check(
            !claims.TryGetProperty("nbf", out _) || Instant(claims, "nbf") < terms.Now + ClocksDiffer,
            IdTokenFault.NotYet
        );
        Check(
            claims.Text("nonce") is { } nonce
                && CryptographicOperations.FixedTimeEquals(
                    Encoding.UTF8.GetBytes(nonce),
                    Encoding.UTF8.GetBytes(terms.Nonce)
                ),
            IdTokenFault.Nonce
        );
        Check(claims.Text("sub") is { Length: > 0 and <= SubjectLengthMax }, IdTokenFault.Subject);
    }

    private static bool IsFor(JsonElement claims, string clientId)
    {
        var audiences = claims.Text("aud") is { } one
            ? [one]
            : claims
                .List("aud")
                .Select(each => each.ValueKind == JsonValueKind.String ? each.GetString() : null)
                .ToArray();
        return audiences.Contains(clientId)
            && (audiences.Length == 1 || claims.Text("azp") == clientId)
            && claims.Text("azp") is var party
            && (party is null || party == clientId);
    }

    private static DateTimeOffset Instant(JsonElement claims, string field) =>
        claims.TryGetProperty(field, out var value)
        && value.ValueKind == JsonValueKind.Number
        && value.TryGetDouble(out var seconds)
        && seconds is > 0 and < 253_402_300_799
            ? DateTimeOffset.UnixEpoch.AddSeconds(seconds)
            : throw Refused(IdTokenFault.Unreadable);

    private static JsonElement KeyFor(JsonElement header, IReadOnlyList<JsonElement> keys)
    {
        var kind = header.Text("alg") switch
        {
            "RS256" => "RSA",
            "ES256" => "EC",
            _ => throw Refused(IdTokenFault.Algorithm),
        };
        var kid = header.Text("kid");
        var fitting = keys.Where(key =>
                key.Text("kty") == kind
                && key.Text("use") is null or "sig"
                && (key.Text("alg") is not { } alg || alg == header.Text("alg"))
                && (kid is null || key.Text("kid") == kid)
            )
            .ToList();
        return fitting is [var only] ? only : throw Refused(IdTokenFault.Key);
    }

    private static bool IsSignedBy(JsonElement key, string text, byte[] signature)
    {
        var signed = Encoding.ASCII.GetBytes(text);
        try
        {
            if (key.Text("kty") == "RSA")
            {
                const int bitsMin = 2048;
                using var rsa = RSA.Create(
                    new RSAParameters { Modulus = Part(key, "n"), Exponent = Part(key, "e") }
                );
                return rsa.KeySize >= bitsMin
                    && rsa.VerifyData(signed, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            }
            Check(key.Text("crv") == "P-256", IdTokenFault.Key);
            using var curve = ECDsa.Create(
                new ECParameters
                {
                    Curve = ECCurve.NamedCurves.nistP256,
                    Q = new() { X = Part(key, "x"), Y = Part(key, "y") },
                }
            );
            return curve.VerifyData(signed, signature, HashAlgorithmName.SHA256);
        }
        catch (CryptographicException)
        {
            throw Refused(IdTokenFault.Key);
        }
    }

    private static byte[] Part(JsonElement key, string name) =>
        Bytes(key.Text(name) ?? throw Refused(IdTokenFault.Key));

    private static byte[] Bytes(string text)
    {
        try
        {
            return Base64Url.DecodeFromChars(text);
        }
        catch (FormatException)
        {
            throw Refused(IdTokenFault.Unreadable);
        }
    }

    private static JsonElement Json(string part)
    {
        try
        {
            var json = JsonDocument.Parse(Bytes(part)).RootElement;
            return json.ValueKind == JsonValueKind.Object ? json : throw Refused(IdTokenFault.Unreadable);
        }
        catch (JsonException)
        {
            throw Refused(IdTokenFault.Unreadable);
        }
    }

    private static void Check(bool holds, IdTokenFault fault)
    {
        if (!holds)
            throw Refused(fault);
    }

    private static IdTokenRefusedException Refused(IdTokenFault fault) => new(fault);
}
