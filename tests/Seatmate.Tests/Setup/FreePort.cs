using System.Net;
using System.Net.Sockets;

namespace Seatmate.Tests;

/// <summary>Ports for those who are told where to listen. They are below those that a system gives away by itself
/// (from 32768 on Linux, 49152 elsewhere), so that nobody else gets one before the process that it is meant for has
/// started, and each is given once.</summary>
internal static class FreePort
{
    private const int First = 12_000;
    private const int Count = 20_000;
    private static int given = Random.Shared.Next(Count);

    public static int Next()
    {
        while (true)
        {
            var port = First + Interlocked.Increment(ref given) % Count;
            using var listener = new TcpListener(IPAddress.Any, port);
            try
            {
                listener.Start();
                return port;
            }
            catch (SocketException error) when (error.SocketErrorCode == SocketError.AddressAlreadyInUse) { }
        }
    }
}
