using System.Buffers.Binary;
using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Seatmate.Tests.Notifications.Push;

/// <summary>A message as a push service got it.</summary>
internal sealed record Received(string Path, IReadOnlyDictionary<string, string> Headers, byte[] Body);

/// <summary>A push service that a test can make refuse, on a port of this machine.</summary>
internal sealed class FakePushService : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<Received> received = new();
    private readonly ConcurrentQueue<(int Status, string? RetryAfter)> refusals = new();
    private readonly ConcurrentDictionary<string, bool> strangers = new();

    private FakePushService(WebApplication app) => this.app = app;

    public Uri Home { get; private set; } = null!;

    public IReadOnlyList<Received> Messages => [.. received];

    /// <summary>How long it takes to answer each message.</summary>
    public TimeSpan Pause { get; set; }

    public static async Task<FakePushService> Open()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var service = new FakePushService(builder.Build());
        service.app.Urls.Add("http://127.0.0.1:0");
        service.app.MapPost("/{**path}", service.Take);
        await service.app.StartAsync(TestContext.Current.CancellationToken);
        service.Home = new(service.app.Urls.First());
        return service;
    }

    /// <summary>Answers the next message so.</summary>
    public void Refuse(int status, string? retryAfter = null) => refusals.Enqueue((status, retryAfter));

    public Task ShouldHave(int count) =>
        Eventually.ShouldBeTrue(() => Task.FromResult(received.Count >= count), $"{count} messages came");

    /// <summary>As if just opened: the browsers of the test before are strangers to it.</summary>
    public void Forget()
    {
        foreach (var message in received)
            strangers[message.Path] = true;
        received.Clear();
        refusals.Clear();
        Pause = TimeSpan.Zero;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task Take(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var headers = context.Request.Headers.ToDictionary(
            header => header.Key,
            header => header.Value.ToString(),
            StringComparer.OrdinalIgnoreCase
        );
        context.Response.StatusCode = 201;
        if (strangers.ContainsKey(context.Request.Path))
            return;
        received.Enqueue(new(context.Request.Path, headers, body.ToArray()));
        await Task.Delay(Pause, context.RequestAborted);
        if (!refusals.TryDequeue(out var refusal))
            return;
        context.Response.StatusCode = refusal.Status;
        if (refusal.RetryAfter is { } seconds)
            context.Response.Headers.RetryAfter = seconds;
    }
}

/// <summary>A browser that has subscribed: it alone reads what is pushed to it. Written after the RFCs and not after
/// our own code.</summary>
internal sealed class Browser : IDisposable
{
    private readonly ECDiffieHellman key = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
    private readonly byte[] auth = RandomNumberGenerator.GetBytes(16);

    public string P256dh => Base64Url.EncodeToString(Public);
    public string Auth => Base64Url.EncodeToString(auth);
    public string Path { get; } = $"/send/{Guid.CreateVersion7():N}";

    private byte[] Public
    {
        get
        {
            var point = key.ExportParameters(includePrivateParameters: false).Q;
            return [4, .. point.X!, .. point.Y!];
        }
    }

    public object Subscription(Uri service) => Subscription(new Uri(service, Path).AbsoluteUri);

    public object Subscription(string endpoint) =>
        new
        {
            endpoint,
            p256dh = P256dh,
            auth = Auth,
        };

    public JsonElement Read(Received message)
    {
        var body = message.Body;
        var salt = body[..16];
        BinaryPrimitives.ReadInt32BigEndian(body.AsSpan(16)).ShouldBe(4096);
        var sender = body[21..(21 + body[20])];
        using var other = ECDiffieHellman.Create(
            new ECParameters
            {
                Curve = ECCurve.NamedCurves.nistP256,
                Q = new() { X = sender[1..33], Y = sender[33..] },
            }
        );
        var shared = key.DeriveRawSecretAgreement(other.PublicKey);
        byte[] about = [.. "WebPush: info\0"u8, .. Public, .. sender];
        var secret = HKDF.DeriveKey(HashAlgorithmName.SHA256, shared, 32, auth, about);
        byte[] Part(string what, int length) =>
            HKDF.DeriveKey(
                HashAlgorithmName.SHA256,
                secret,
                length,
                salt,
                Encoding.ASCII.GetBytes($"Content-Encoding: {what}\0")
            );
        using var aes = new AesGcm(Part("aes128gcm", 16), 16);
        var sealedPart = body[(21 + body[20])..^16];
        var open = new byte[sealedPart.Length];
        aes.Decrypt(Part("nonce", 12), sealedPart, body[^16..], open);
        open[^1].ShouldBe((byte)2);
        return JsonDocument.Parse(open.AsMemory(0, open.Length - 1)).RootElement;
    }

    public void Dispose() => key.Dispose();
}
