using System.Net;
using Seatmate.Platform.Http;

namespace Seatmate.Tests.Platform.Http;

public sealed class OutgoingHttpTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("0.0.0.0")]
    [InlineData("10.1.2.3")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.1.1")]
    [InlineData("169.254.169.254")]
    [InlineData("100.64.0.1")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::1")]
    [InlineData("::")]
    [InlineData("fe80::1")]
    [InlineData("fd00::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("2002:7f00:1::")]
    [InlineData("64:ff9b::7f00:1")]
    public void What_is_only_reachable_from_here_is_not_public(string address) =>
        OutgoingHttp.IsPublic(IPAddress.Parse(address)).ShouldBeFalse();

    [Theory]
    [InlineData("93.184.216.34")]
    [InlineData("172.32.0.1")]
    [InlineData("100.128.0.1")]
    [InlineData("2606:2800:220:1::1")]
    public void What_everybody_reaches_is_public(string address) =>
        OutgoingHttp.IsPublic(IPAddress.Parse(address)).ShouldBeTrue();

    [Fact]
    public async Task A_private_address_is_asked_only_where_it_is_configured()
    {
        var server = TestServer.Shared.Http.BaseAddress!;
        using var stranger = OutgoingHttp.Client([]);
        using var known = OutgoingHttp.Client([server]);

        (await known.GetAsync(new Uri(server, "/health/live"))).StatusCode.ShouldBe(HttpStatusCode.OK);
        await Should.ThrowAsync<HttpRequestException>(() =>
            stranger.GetAsync(new Uri(server, "/health/live"))
        );
        await Should.ThrowAsync<HttpRequestException>(() =>
            stranger.GetAsync(new Uri($"http://localhost:{server.Port}/health/live"))
        );
    }
}
