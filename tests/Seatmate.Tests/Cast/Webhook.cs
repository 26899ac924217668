using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Seatmate.Payments.Sandbox;

namespace Seatmate.Tests;

/// <summary>A message of the sandbox provider, as it or somebody else would send it; nothing of it is checked
/// here.</summary>
public sealed record Webhook(TestServer Server, string Body)
{
    public string Provider { get; init; } = SandboxProvider.ProviderName;

    /// <summary>How long ago it was signed.</summary>
    public TimeSpan Age { get; init; }

    /// <summary>Instead of the true one.</summary>
    public string? Signature { get; init; }

    public static Webhook Of(TestServer server, Answer booking, string outcome) =>
        Of(server, booking.Reference(), outcome);

    public static Webhook Of(TestServer server, string reference, string outcome) =>
        new(
            server,
            $$"""{"message_id":"{{reference}}:{{outcome}}","reference":"{{reference}}","outcome":"{{outcome}}"}"""
        );

    public string TrueSignature() =>
        Server
            .Services.GetRequiredService<SandboxProvider>()
            .Sign(Body, TimeProvider.System.GetUtcNow() - Age);

    public async Task<Answer> Deliver()
    {
        using var content = new StringContent(Body, Encoding.UTF8);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return await Server.Anyone.Send(
            HttpMethod.Post,
            $"/webhooks/{Provider}",
            content,
            ("X-Seatmate-Signature", Signature ?? TrueSignature())
        );
    }
}
