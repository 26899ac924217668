using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Seatmate.Accounts.Providers;

namespace Seatmate.Tests.Accounts.Providers;

public sealed class IdTokensTests
{
    private static readonly DateTimeOffset Now = new(2031, 5, 1, 18, 0, 0, TimeSpan.Zero);
    private static readonly IdTokenTerms Terms = new("https://id.example", "seatmate", "n-1", Now);
    private static readonly RSA Rsa = RSA.Create(2048);
    private static readonly RSA Weak = RSA.Create(1024);
    private static readonly ECDsa Curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    [Theory]
    [InlineData("RS256")]
    [InlineData("ES256")]
    public void A_token_that_keeps_every_rule_is_read(string algorithm) =>
        IdTokens
            .Verify(Token(Claims(), algorithm), Keys, Terms)
            .GetProperty("sub")
            .GetString()
            .ShouldBe("eve");

    [Fact]
    public void A_token_for_several_names_us_as_the_party() =>
        IdTokens
            .Verify(Token(Claims(("aud", new[] { "other", "seatmate" }), ("azp", "seatmate"))), Keys, Terms)
            .GetProperty("sub")
            .GetString()
            .ShouldBe("eve");

    public static TheoryData<string, object?, IdTokenFault> WrongClaims =>
        new()
        {
            { "iss", "https://id.example/", IdTokenFault.Issuer },
            { "iss", null, IdTokenFault.Issuer },
            { "aud", "other", IdTokenFault.Audience },
            { "aud", new[] { "other", "seatmate" }, IdTokenFault.Audience },
            { "aud", Array.Empty<string>(), IdTokenFault.Audience },
            { "azp", "other", IdTokenFault.Audience },
            { "exp", Now.ToUnixTimeSeconds() - 60, IdTokenFault.Expired },
            { "exp", null, IdTokenFault.Unreadable },
            { "exp", "tomorrow", IdTokenFault.Unreadable },
            { "exp", 1e300, IdTokenFault.Unreadable },
            { "iat", Now.ToUnixTimeSeconds() + 60, IdTokenFault.NotYet },
            { "nbf", Now.ToUnixTimeSeconds() + 60, IdTokenFault.NotYet },
            { "nonce", "n-2", IdTokenFault.Nonce },
            { "nonce", null, IdTokenFault.Nonce },
            { "sub", "", IdTokenFault.Subject },
            { "sub", 7, IdTokenFault.Subject },
            { "sub", new string('x', 256), IdTokenFault.Subject },
        };

    [Theory]
    [MemberData(nameof(WrongClaims))]
    public void A_wrong_claim_is_refused_by_its_rule(string claim, object? value, IdTokenFault fault) =>
        ShouldBeRefused(Token(Claims((claim, value))), fault);

    [Theory]
    [InlineData("none")]
    [InlineData("HS256")]
    [InlineData("RS384")]
    [InlineData("rs256")]
    public void An_algorithm_of_the_senders_choice_is_refused(string algorithm) =>
        ShouldBeRefused(
            Token(Claims(), "RS256", header: new { alg = algorithm, kid = "rsa" }),
            IdTokenFault.Algorithm
        );

    [Fact]
    public void The_public_key_is_no_secret_to_sign_with()
    {
        var head = Part(new { alg = "HS256", kid = "rsa" });
        var body = $"{head}.{Part(Claims())}";
        var forged = HMACSHA256.HashData(Rsa.ExportRSAPublicKey(), Encoding.ASCII.GetBytes(body));

        ShouldBeRefused($"{body}.{Base64Url.EncodeToString(forged)}", IdTokenFault.Algorithm);
    }

    [Theory]
    [InlineData("nobody's")]
    [InlineData("ec")]
    [InlineData("encryption")]
    public void A_key_that_does_not_fit_is_refused(string kid) =>
        ShouldBeRefused(Token(Claims(), "RS256", header: new { alg = "RS256", kid }), IdTokenFault.Key);

    [Fact]
    public void A_short_key_is_refused() =>
        ShouldBeRefused(
            Token(Claims(), "RS256", Weak, new { alg = "RS256", kid = "weak" }),
            IdTokenFault.Signature
        );

    [Fact]
    public void A_changed_token_is_refused()
    {
        var token = Token(Claims());
        var parts = token.Split('.');

        ShouldBeRefused($"{parts[0]}.{Part(Claims(("sub", "admin")))}.{parts[2]}", IdTokenFault.Signature);
        ShouldBeRefused($"{parts[0]}.{parts[1]}.", IdTokenFault.Signature);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a.b")]
    [InlineData("a.b.c")]
    [InlineData("....")]
    [InlineData("W10.W10.W10")]
    [InlineData("!.!.!")]
    public void What_is_no_token_is_refused(string token) => ShouldBeRefused(token, IdTokenFault.Unreadable);

    [Fact]
    public void A_key_that_is_not_known_yet_is_noticed()
    {
        IdTokens
            .NamesUnknownKey(Token(Claims(), "RS256", header: new { alg = "RS256", kid = "new" }), Keys)
            .ShouldBeTrue();
        IdTokens.NamesUnknownKey(Token(Claims()), Keys).ShouldBeFalse();
    }

    private static void ShouldBeRefused(string token, IdTokenFault fault) =>
        Should
            .Throw<IdTokenRefusedException>(() => IdTokens.Verify(token, Keys, Terms))
            .Fault.ShouldBe(fault);

    private static Dictionary<string, object?> Claims(params (string Name, object? Value)[] changes)
    {
        var claims = new Dictionary<string, object?>
        {
            ["iss"] = Terms.Issuer,
            ["aud"] = Terms.ClientId,
            ["exp"] = Now.ToUnixTimeSeconds() + 300,
            ["iat"] = Now.ToUnixTimeSeconds(),
            ["nonce"] = Terms.Nonce,
            ["sub"] = "eve",
        };
        foreach (var (name, value) in changes)
            claims[name] = value;
        return claims;
    }

    private static string Token(
        object claims,
        string algorithm = "RS256",
        RSA? rsa = null,
        object? header = null
    )
    {
        header ??= new { alg = algorithm, kid = algorithm == "RS256" ? "rsa" : "ec" };
        var body = $"{Part(header)}.{Part(claims)}";
        var bytes = Encoding.ASCII.GetBytes(body);
        var signature =
            algorithm == "RS256"
                ? (rsa ?? Rsa).SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
                : Curve.SignData(bytes, HashAlgorithmName.SHA256);
        return $"{body}.{Base64Url.EncodeToString(signature)}";
    }

    private static string Part(object json) =>
        Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(json));

    private static JsonElement[] Keys =>
        [
            RsaKey(Rsa, "rsa", "sig"),
            RsaKey(Weak, "weak", "sig"),
            RsaKey(Rsa, "encryption", "enc"),
            CurveKey(),
        ];

    private static JsonElement RsaKey(RSA key, string kid, string use)
    {
        var parts = key.ExportParameters(false);
        return JsonSerializer.SerializeToElement(
            new
            {
                kty = "RSA",
                kid,
                use,
                n = Base64Url.EncodeToString(parts.Modulus),
                e = Base64Url.EncodeToString(parts.Exponent),
            }
        );
    }

    private static JsonElement CurveKey()
    {
        var point = Curve.ExportParameters(false).Q;
        return JsonSerializer.SerializeToElement(
            new
            {
                kty = "EC",
                crv = "P-256",
                kid = "ec",
                x = Base64Url.EncodeToString(point.X),
                y = Base64Url.EncodeToString(point.Y),
            }
        );
    }
}
