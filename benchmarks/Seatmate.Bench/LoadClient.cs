using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Seatmate.Bench;

/// <summary>One buyer's connection: HTTP/1.1 over a socket, one request after the other. It reads only what it must
/// (status and length), so that on a shared machine the server gets the processor and not the one who
/// measures.</summary>
public sealed class LoadClient : IDisposable
{
    private readonly Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
    {
        NoDelay = true,
    };
    private readonly byte[] buffer = new byte[64 * 1024];
    private int bodyAt;
    private int bodyLength;

    public static async Task<LoadClient> Connect(int port)
    {
        var client = new LoadClient();
        await client.socket.ConnectAsync(IPAddress.Loopback, port);
        return client;
    }

    /// <summary>The bytes of a POST with a JSON body.</summary>
    public static byte[] Post(
        string path,
        string? token,
        string json,
        string? key = null,
        string? holdToken = null
    )
    {
        var authorization = token is null ? "" : $"Authorization: Bearer {token}\r\n";
        var idempotency = key is null ? "" : $"Idempotency-Key: {key}\r\n";
        var hold = holdToken is null ? "" : $"Hold-Token: {holdToken}\r\n";
        return Encoding.ASCII.GetBytes(
            $"POST {path} HTTP/1.1\r\nHost: localhost\r\n{authorization}{idempotency}{hold}Content-Type: application/json\r\nContent-Length: {json.Length}\r\n\r\n{json}"
        );
    }

    /// <summary>The bytes of a GET; `accept` are the encodings that a browser would take.</summary>
    public static byte[] Get(
        string path,
        string? token = null,
        string? accept = null,
        string? holdToken = null
    )
    {
        var hold = holdToken is null ? "" : $"Hold-Token: {holdToken}\r\n";
        var encodings = accept is null ? "" : $"Accept-Encoding: {accept}\r\n";
        var authorization = token is null ? "" : $"Authorization: Bearer {token}\r\n";
        return Encoding.ASCII.GetBytes(
            $"GET {path} HTTP/1.1\r\nHost: localhost\r\n{authorization}{encodings}{hold}\r\n"
        );
    }

    /// <summary>The body of the last answer; what came in chunks still has their lengths in it.</summary>
    public ReadOnlySpan<byte> Body => buffer.AsSpan(bodyAt, bodyLength);

    /// <summary>Sends one request and reads its answer to the end; the status.</summary>
    public async ValueTask<int> Send(ReadOnlyMemory<byte> request)
    {
        await socket.SendAsync(request);
        var have = 0;
        int body;
        while ((body = EndOfHead(have)) < 0)
            have += await Receive(have);
        var length = Length(body);
        if (length < 0)
            return await ReadChunks(body, have);
        while (have < body + length)
            have += await Receive(have);
        (bodyAt, bodyLength) = (body, length);
        return Status();
    }

    public void Dispose() => socket.Dispose();

    private async ValueTask<int> Receive(int have)
    {
        var count = await socket.ReceiveAsync(buffer.AsMemory(have));
        return count > 0 ? count : throw new IOException("The server closed the connection.");
    }

    private int EndOfHead(int have)
    {
        var end = buffer.AsSpan(0, have).IndexOf("\r\n\r\n"u8);
        return end < 0 ? -1 : end + 4;
    }

    private int Status() => (buffer[9] - '0') * 100 + (buffer[10] - '0') * 10 + buffer[11] - '0';

    private int Length(int body)
    {
        var head = buffer.AsSpan(0, body);
        var at = head.IndexOf("Content-Length: "u8);
        if (at < 0)
            return -1;
        var rest = head[(at + 16)..];
        return int.Parse(rest[..rest.IndexOf((byte)'\r')], CultureInfo.InvariantCulture);
    }

    private async ValueTask<int> ReadChunks(int body, int have)
    {
        while (!buffer.AsSpan(0, have).EndsWith("0\r\n\r\n"u8))
            have += await Receive(have);
        (bodyAt, bodyLength) = (body, have - body);
        return Status();
    }
}
