using System.Net;
using System.Net.Sockets;

namespace Seatmate.Platform.Http;

/// <summary>Where a request comes from, as people write it: a socket that speaks both protocols wraps an IPv4
/// address into an IPv6 one.</summary>
public static class CallerAddress
{
    /// <summary>Of an IPv6 address, the half that its provider gives out; the other half is free to choose.</summary>
    private const int NetworkBytes = 8;

    public static string? Of(HttpContext context) => Unwrapped(context)?.ToString();

    /// <summary>Whoever cannot be told apart by their address: an IPv4 address, or the /64 of an IPv6 one, all of which
    /// one subscriber has.</summary>
    public static string NetworkOf(HttpContext context)
    {
        var address = Unwrapped(context);
        if (address is not { AddressFamily: AddressFamily.InterNetworkV6 })
            return $"{address}";
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(NetworkBytes).Clear();
        return $"{new IPAddress(bytes)}/{NetworkBytes * 8}";
    }

    private static IPAddress? Unwrapped(HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress;
        return address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;
    }
}
