using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Seatmate.Accounts.Sessions;

namespace Seatmate.Tests;

/// <summary>Tokens that must open nothing, each with its name; all are made from those of real people of the
/// cast.</summary>
public static class ForgedTokens
{
    private static readonly byte[] Key = Encoding.UTF8.GetBytes(TestServer.JwtSecret);

    public static async Task<IReadOnlyList<(string Name, string Token)>> All(TestServer? on = null)
    {
        var server = on ?? TestServer.Shared;
        var ben = await Cast.Ben(server);
        var parts = ben.Token!.Split('.');
        var (payload, body) = (parts[1], $"{parts[0]}.{parts[1]}");
        var admin = Encode(Decode(payload).Replace("\"user\"", "\"admin\"", StringComparison.Ordinal));
        return
        [
            (
                "signed with another secret",
                $"{body}.{Hmac(Encoding.UTF8.GetBytes(new string('x', 40)), body)}"
            ),
            ("algorithm none", $"{Encode("""{"alg":"none","typ":"JWT"}""")}.{payload}."),
            (
                "algorithm none, with our signature",
                $"{Encode("""{"alg":"none","typ":"JWT"}""")}.{payload}.{parts[2]}"
            ),
            ("HS512", SignedHs512($"{Encode("""{"alg":"HS512","typ":"JWT"}""")}.{payload}")),
            ("RS256 over the secret", Signed($"{Encode("""{"alg":"RS256","typ":"JWT"}""")}.{payload}")),
            ("another order of the header", Signed($"{Encode("""{"typ":"JWT","alg":"HS256"}""")}.{payload}")),
            ("altered payload", $"{parts[0]}.{admin}.{parts[2]}"),
            ("no signature", $"{body}."),
            ("half a signature", ben.Token[..^20]),
            ("without its first part", $"{payload}.{parts[2]}"),
            ("expired", Expired(server, ben)),
            ("of a session that never was", await OfNoSession(server, ben)),
            ("of a signed-out session", await SignedOut(server)),
            ("of an expired session", await OfExpiredSession(server)),
            ("of a deleted person", await Deleted(server)),
            ("not a token", "nonsense"),
        ];
    }

    private static string Expired(TestServer server, Person ben) =>
        Tokens(server).Issue(ben.Id, "user", ben.SessionId, TimeProvider.System.GetUtcNow().AddSeconds(-1));

    private static Task<string> OfNoSession(TestServer server, Person ben) =>
        Task.FromResult(
            Tokens(server).Issue(ben.Id, "user", Guid.NewGuid(), TimeProvider.System.GetUtcNow().AddHours(1))
        );

    private static async Task<string> SignedOut(TestServer server)
    {
        var finn = await Cast.Finn(server);
        (await finn.Post("/auth/logout")).ShouldBe(200);
        return finn.Token!;
    }

    private static async Task<string> OfExpiredSession(TestServer server)
    {
        var eve = await Cast.Eve(server);
        await server.Execute(
            "UPDATE accounts.sessions SET expires_at = now() - interval '1 second' WHERE id = $1",
            eve.SessionId
        );
        return eve.Token!;
    }

    private static async Task<string> Deleted(TestServer server)
    {
        var dov = await Cast.Dov(server);
        await server.Execute("DELETE FROM accounts.users WHERE id = $1", dov.Id);
        return dov.Token!;
    }

    private static AccessTokens Tokens(TestServer server) =>
        server.Services.GetRequiredService<AccessTokens>();

    private static string Signed(string body) => $"{body}.{Hmac(Key, body)}";

    private static string SignedHs512(string body) =>
        $"{body}.{Base64Url.EncodeToString(HMACSHA512.HashData(Key, Encoding.ASCII.GetBytes(body)))}";

    private static string Hmac(byte[] key, string body) =>
        Base64Url.EncodeToString(HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(body)));

    private static string Encode(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));

    private static string Decode(string part) => Encoding.UTF8.GetString(Base64Url.DecodeFromChars(part));
}
