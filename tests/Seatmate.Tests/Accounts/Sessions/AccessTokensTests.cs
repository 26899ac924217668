using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Seatmate.Accounts.Sessions;

namespace Seatmate.Tests.Accounts.Sessions;

public sealed class AccessTokensTests
{
    private static readonly DateTimeOffset Noon = new(2026, 12, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Guid Session = Guid.Parse("0197a6f0-0000-7000-8000-000000000001");
    private readonly FixedClock clock = new(Noon);
    private readonly AccessTokens tokens;

    public AccessTokensTests() => tokens = new(Encoding.UTF8.GetBytes(TestServer.JwtSecret), clock);

    [Fact]
    public void A_token_says_whose_it_is_of_which_session_and_until_when()
    {
        var claims = tokens.Read(Issue()).ShouldNotBeNull();

        claims.ShouldBe(
            new AccessClaims(
                "42",
                "user",
                Session,
                Noon.ToUnixTimeSeconds(),
                Noon.AddHours(24).ToUnixTimeSeconds()
            )
        );
    }

    // RFC 7515, appendix A.1: this key signs this text with this signature. The same key, text and construction must
    // come out of ours, checked on the part that both have in common: HMAC-SHA-256 over "header.payload", base64url
    // without padding.
    [Fact]
    public void The_signature_is_that_of_RFC_7515_A_1()
    {
        var key = Base64Url.DecodeFromChars(
            "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow"
        );
        const string text =
            "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9."
            + "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
        Sign(key, text).ShouldBe("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");

        var ours = new AccessTokens(key, clock).Issue(42, "user", Session, Noon.AddHours(24));

        var lastDot = ours.LastIndexOf('.');
        ours[(lastDot + 1)..].ShouldBe(Sign(key, ours[..lastDot]));
    }

    [Fact]
    public void The_header_of_RFC_7515_A_1_is_not_the_one_header_that_is_ours()
    {
        var key = Encoding.UTF8.GetBytes(TestServer.JwtSecret);
        var payload = Issue().Split('.')[1];
        const string itsHeader = "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9";

        tokens.Read($"{itsHeader}.{payload}.{Sign(key, $"{itsHeader}.{payload}")}").ShouldBeNull();
    }

    [Fact]
    public void A_token_ends_in_the_second_it_says()
    {
        var token = Issue();

        clock.Now = Noon.AddHours(24).AddSeconds(-1);
        tokens.Read(token).ShouldNotBeNull();
        clock.Now = Noon.AddHours(24);
        tokens.Read(token).ShouldBeNull();
    }

    [Fact]
    public void A_token_changed_in_any_character_is_none()
    {
        var token = Issue();
        tokens.Read(token).ShouldNotBeNull();
        for (var i = 0; i < token.Length; i++)
        {
            var changed = token[..i] + (token[i] == 'A' ? 'B' : 'A') + token[(i + 1)..];
            // The last character of a signature carries two bits that mean nothing; only then may the bytes be the
            // same.
            if (i < token.Length - 1)
                tokens.Read(changed).ShouldBeNull($"character {i}");
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("...")]
    [InlineData("null")]
    [InlineData("a.b.c")]
    [InlineData("eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9..")]
    [InlineData("eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.e30.")]
    [InlineData("eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.e30.🎫")]
    public void Nonsense_is_no_token(string token) => tokens.Read(token).ShouldBeNull();

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"exp\":\"tomorrow\"}")]
    [InlineData("{\"exp\":1e400}")]
    [InlineData("not json")]
    public void Claims_that_are_not_ours_are_no_token_even_signed(string claims)
    {
        var header = Issue().Split('.')[0];
        var body = $"{header}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims))}";

        tokens.Read($"{body}.{Sign(Encoding.UTF8.GetBytes(TestServer.JwtSecret), body)}").ShouldBeNull();
    }

    [Theory]
    [InlineData(" ")]
    [InlineData("=")]
    [InlineData("\t\t\t\t")]
    public void A_token_has_one_form(string more)
    {
        var token = Issue();

        tokens.Read(token + more).ShouldBeNull();
        tokens.Read(token.Insert(token.LastIndexOf('.') + 3, more)).ShouldBeNull();
    }

    [Fact]
    public void Endless_tokens_are_not_even_read() =>
        tokens.Read(Issue() + new string('A', 5000)).ShouldBeNull();

    private string Issue() => tokens.Issue(42, "user", Session, Noon.AddHours(24));

    private static string Sign(byte[] key, string text) =>
        Base64Url.EncodeToString(HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(text)));
}
