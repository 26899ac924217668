namespace Seatmate.Platform.Http;

/// <summary>Where a request comes from, as people write it: a socket that speaks both protocols wraps an IPv4
/// address into an IPv6 one.</summary>
public static class CallerAddress
{
    public static string? Of(HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress;
        return (address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address)?.ToString();
    }
}
