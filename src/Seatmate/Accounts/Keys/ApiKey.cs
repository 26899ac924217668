using System.Security.Cryptography;
using System.Text;
using Seatmate.Platform.Http;

namespace Seatmate.Accounts.Keys;

/// <summary>What a program shows instead of somebody's session: for all that its maker may do, or for one organiser of
/// theirs, as far as its scopes and their role there go. Its secret is known to who was shown it, once.</summary>
public sealed class ApiKey
{
    public const string Mark = "sm_";
    private const int PrefixLength = 8;
    private const int SecretLength = 40;
    private const string Signs = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    public long Id { get; private set; }
    public required long UserId { get; init; }
    public long? OrganiserId { get; init; }
    public required string Name { get; init; }
    public required string Prefix { get; init; }
    public required byte[] SecretHash { get; init; }
    public required string[] Scopes { get; init; }
    public DateTimeOffset CreatedAt { get; private set; }
    public DateTimeOffset? LastUsedAt { get; private set; }
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>A new prefix and secret: `sm_prefix_secret` is the key.</summary>
    public static (string Prefix, string Secret) MakeUp() =>
        (
            RandomNumberGenerator.GetString(Signs, PrefixLength),
            RandomNumberGenerator.GetString(Signs, SecretLength)
        );

    /// <summary>The prefix and the hash of the secret that a token shows; null when it has not the form of a
    /// key.</summary>
    public static (string Prefix, byte[] Hash)? Read(string token) =>
        token.Length == Mark.Length + PrefixLength + 1 + SecretLength
        && token.StartsWith(Mark, StringComparison.Ordinal)
        && token[Mark.Length..].Split('_') is [{ Length: PrefixLength } prefix, var secret]
            ? (prefix, Hash(secret))
            : null;

    public static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));

    public static string Whole(string prefix, string secret) => $"{Mark}{prefix}_{secret}";

    public static string[] Words(IEnumerable<KeyScope> scopes) =>
        [.. scopes.Distinct().Order().Select(JsonShape.Word)];
}
