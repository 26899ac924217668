using System.Net;
using System.Net.Sockets;

namespace Seatmate.Platform.Http;

/// <summary>How the program asks others on the web: never at a private address, so that nobody outside can make it
/// speak to what is only reachable from here. What the administrator has configured may be private itself. No
/// redirects, little time, little to read.</summary>
public static class OutgoingHttp
{
    private const int AnswerBytesMax = 1024 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static HttpClient Client(IEnumerable<Uri> configured)
    {
        var hosts = configured.Select(address => address.Authority).ToHashSet(StringComparer.Ordinal);
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            ConnectTimeout = Patience,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            ConnectCallback = (context, cancel) => Connect(context.DnsEndPoint, Mine(context), cancel),
        };
        return new(handler) { Timeout = Patience, MaxResponseContentBufferSize = AnswerBytesMax };

        bool Mine(SocketsHttpConnectionContext context) =>
            hosts.Contains(context.InitialRequestMessage.RequestUri?.Authority ?? "");
    }

    /// <summary>True for addresses that mean the same machine from everywhere.</summary>
    public static bool IsPublic(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            return IsPublic(address.MapToIPv4());
        var bytes = address.GetAddressBytes();
        return address.AddressFamily == AddressFamily.InterNetwork ? IsPublic4(bytes) : IsPublic6(bytes);
    }

    private static async ValueTask<Stream> Connect(
        DnsEndPoint host,
        bool mayBePrivate,
        CancellationToken cancel
    )
    {
        var addresses = await Dns.GetHostAddressesAsync(host.Host, cancel);
        var allowed = addresses.Where(address => mayBePrivate || IsPublic(address)).ToArray();
        if (allowed is [])
            throw new HttpRequestException($"{host.Host} is at no public address.");
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, host.Port, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static bool IsPublic4(byte[] bytes) =>
        bytes switch
        {
            [0 or 10 or 127, ..] or [>= 224, ..] => false,
            [100, >= 64 and <= 127, ..] or [169, 254, ..] or [172, >= 16 and <= 31, ..] or [192, 168, ..] =>
                false,
            [192, 0, 0 or 2, _] or [198, 18 or 19, ..] or [198, 51, 100, _] or [203, 0, 113, _] => false,
            _ => true,
        };

    /// <summary>Global unicast, without what is for documentation, Teredo and 6to4, which hide an IPv4
    /// address.</summary>
    private static bool IsPublic6(byte[] bytes) =>
        bytes switch
        {
            [0x20, 0x01, 0x0d, 0xb8, ..] or [0x20, 0x01, 0x00, 0x00, ..] or [0x20, 0x02, ..] => false,
            [>= 0x20 and <= 0x3f, ..] => true,
            _ => false,
        };
}
