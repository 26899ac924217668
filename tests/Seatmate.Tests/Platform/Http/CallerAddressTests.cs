using System.Net;
using Microsoft.AspNetCore.Http;
using Seatmate.Platform.Http;

namespace Seatmate.Tests.Platform.Http;

public sealed class CallerAddressTests
{
    [Theory]
    [InlineData("192.0.2.7", "192.0.2.7", "192.0.2.7")]
    [InlineData("::ffff:192.0.2.7", "192.0.2.7", "192.0.2.7")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64")]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2::1", "2001:db8:1:2::/64")]
    [InlineData("2001:db8:1:3::1", "2001:db8:1:3::1", "2001:db8:1:3::/64")]
    [InlineData("fe80::1%3", "fe80::1%3", "fe80::/64")]
    [InlineData("::1", "::1", "::/64")]
    public void An_address_is_told_whole_and_its_network_is_what_one_subscriber_has(
        string from,
        string address,
        string network
    )
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = IPAddress.Parse(from);

        CallerAddress.Of(context).ShouldBe(address);
        CallerAddress.NetworkOf(context).ShouldBe(network);
    }
}
