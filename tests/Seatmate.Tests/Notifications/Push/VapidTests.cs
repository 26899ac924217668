using System.Buffers.Text;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Seatmate.Notifications.Push;
using Seatmate.Platform;

namespace Seatmate.Tests.Notifications.Push;

/// <summary>The key and the name that an installation brings along. The pair is the sender's of RFC 8291, appendix
/// A.</summary>
public sealed class VapidTests
{
    private const string PrivateKey = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw";

    private const string PublicKey =
        "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8";

    [Theory]
    [InlineData("mailto:ops@seatmate.example")]
    [InlineData("https://seatmate.example/contact")]
    public async Task The_key_and_the_subject_that_are_set_are_used(string subject)
    {
        var read = Settings.From(
            new ConfigurationBuilder()
                .AddInMemoryCollection([new("VAPID_PRIVATE_KEY", PrivateKey), new("VAPID_SUBJECT", subject)])
                .Build()
        );
        await using var server = await TestServer.StartAsync(settings =>
            settings with
            {
                VapidPrivateKey = read.VapidPrivateKey,
                VapidSubject = read.VapidSubject,
            }
        );

        (await (await Cast.Ben(server)).Get("/push/key"))
            .ShouldBe(200)
            .Text("public_key")
            .ShouldBe(PublicKey);
        var header = server
            .Services.GetRequiredService<Vapid>()
            .Authorization(new Uri("https://push.seatmate.example/send/1"));
        header.ShouldEndWith($", k={PublicKey}");
        var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(header.Split('.')[1])).RootElement;
        claims.GetProperty("sub").GetString().ShouldBe(subject);
        claims.GetProperty("aud").GetString().ShouldBe("https://push.seatmate.example");
    }

    [Fact]
    public async Task Without_one_an_installation_keeps_a_key_of_its_own()
    {
        await using var server = await TestServer.StartAsync();
        await using var beside = await server.StartBesideAsync();
        var ben = await Cast.Ben(server);

        var key = (await ben.Get("/push/key")).ShouldBe(200).Text("public_key");

        key.ShouldNotBe(PublicKey);
        (await ben.At(beside).Get("/push/key")).ShouldBe(200).Text("public_key").ShouldBe(key);
    }
}
