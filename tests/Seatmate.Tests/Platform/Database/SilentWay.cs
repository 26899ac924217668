using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Seatmate.Tests.Platform.Database;

/// <summary>A way to a database on which whatever is under way can be lost without a word, as a network does it that
/// forgets a connection: nobody is told. New connections arrive.</summary>
internal sealed class SilentWay : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource ending = new();
    private readonly ConcurrentBag<IDisposable> ends = [];
    private readonly string host;
    private readonly int port;
    private CancellationTokenSource swallowing = new();

    public SilentWay(string host, int port)
    {
        (this.host, this.port) = (host, port);
        listener.Start();
        _ = Accept();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>What is connected now carries nothing from here on, and stays open.</summary>
    public void Swallow()
    {
        using var before = Interlocked.Exchange(ref swallowing, new());
        before.Cancel();
    }

    public void Dispose()
    {
        ending.Cancel();
        listener.Dispose();
        foreach (var end in ends)
            end.Dispose();
        swallowing.Dispose();
        ending.Dispose();
    }

    private async Task Accept()
    {
        while (!ending.IsCancellationRequested)
        {
            var near = await listener.AcceptSocketAsync(ending.Token);
            var far = host.StartsWith('/') ? Local() : new(SocketType.Stream, ProtocolType.Tcp);
            ends.Add(near);
            ends.Add(far);
            EndPoint database = host.StartsWith('/')
                ? new UnixDomainSocketEndPoint($"{host}/.s.PGSQL.{port}")
                : new DnsEndPoint(host, port);
            await far.ConnectAsync(database, ending.Token);
            var lost = swallowing.Token;
            _ = Carry(near, far, lost);
            _ = Carry(far, near, lost);
        }
    }

    private static Socket Local() => new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

    private static async Task Carry(Socket from, Socket to, CancellationToken lost)
    {
        await using var source = new NetworkStream(from);
        await using var target = new NetworkStream(to);
        try
        {
            await source.CopyToAsync(target, lost);
            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception error) when (error is IOException or SocketException or OperationCanceledException)
        { }
    }
}
