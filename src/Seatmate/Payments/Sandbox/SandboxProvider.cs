using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Seatmate.Payments.Contracts;
using Seatmate.Platform;
using Seatmate.Platform.Http;

namespace Seatmate.Payments.Sandbox;

/// <summary>The built-in provider: takes no money and plays every outcome, over the same signed messages a real one
/// sends. A signature is `t={seconds},v1={hex of HMAC-SHA-256 over "{seconds}.{body}"}` and is good for five
/// minutes.</summary>
public sealed class SandboxProvider(Secrets secrets) : IPaymentProvider
{
    public const string ProviderName = "sandbox";
    private const int SignatureSecondsMax = 300;

    public string Name => ProviderName;

    public string PayUrl(string reference) => PathTo(reference);

    public static string PathTo(string reference) => $"/pay/{ProviderName}/{reference}";

    public ProviderMessage? Read(string body, string? signature, DateTimeOffset now)
    {
        if (
            signature?.Split(',') is not [var time, var proof]
            || !time.StartsWith("t=", StringComparison.Ordinal)
        )
            return null;
        if (!long.TryParse(time.AsSpan(2), CultureInfo.InvariantCulture, out var seconds))
            return null;
        var here = now.ToUnixTimeSeconds();
        var fresh = seconds >= here - SignatureSecondsMax && seconds <= here + SignatureSecondsMax;
        var expected = Encoding.ASCII.GetBytes(Proof(body, seconds));
        if (!fresh || !CryptographicOperations.FixedTimeEquals(expected, Encoding.UTF8.GetBytes(proof)))
            return null;
        return Parse(body);
    }

    /// <summary>The header that proves a body ours.</summary>
    public string Sign(string body, DateTimeOffset now) =>
        $"t={now.ToUnixTimeSeconds()},{Proof(body, now.ToUnixTimeSeconds())}";

    /// <summary>Nothing was taken, so nothing has to go back outside our books.</summary>
    public Task Refund(string reference, Guid transferId, long amountMinor, CancellationToken cancel) =>
        Task.CompletedTask;

    private string Proof(string body, long seconds) =>
        $"v1={Convert.ToHexStringLower(HMACSHA256.HashData(secrets.SandboxKey, Encoding.UTF8.GetBytes($"{seconds}.{body}")))}";

    private static ProviderMessage? Parse(string body)
    {
        try
        {
            return
                JsonSerializer.Deserialize<ProviderMessage>(body, JsonShape.Options)
                    is { MessageId: not null, Reference: not null } message
                ? message
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
