using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Seatmate.Tests;

/// <summary>A connection over which anything can be sent, also what no client would.</summary>
public sealed class RawConnection : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly TestServer server;
    private readonly NetworkStream stream;

    private RawConnection(TestServer server, NetworkStream stream)
    {
        this.server = server;
        this.stream = stream;
    }

    public static async Task<RawConnection> To(TestServer server)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, server.Settings.Port);
        return new(server, new(socket, ownsSocket: true));
    }

    /// <summary>All that a new connection answers to this until the server closes it.</summary>
    public static async Task<List<Answer>> Answers(
        string sent,
        TestServer? server = null,
        bool endSending = false
    )
    {
        using var connection = await To(server ?? TestServer.Shared);
        await connection.Send(sent);
        if (endSending)
            connection.stream.Socket.Shutdown(SocketShutdown.Send);
        return await connection.ReadToEnd();
    }

    public ValueTask Send(string text) => stream.WriteAsync(Encoding.Latin1.GetBytes(text));

    /// <summary>Everything up to the end of the connection, which has to come.</summary>
    public async Task<string> ReadText()
    {
        using var reader = new StreamReader(stream, Encoding.UTF8, leaveOpen: true);
        return await reader.ReadToEndAsync().WaitAsync(Patience);
    }

    public async Task<List<Answer>> ReadToEnd()
    {
        const string start = "HTTP/1.1 ";
        var answers = new List<Answer>();
        foreach (var text in (await ReadText()).Split(start, StringSplitOptions.RemoveEmptyEntries))
            answers.Add(await Read(start + text));
        return answers;
    }

    public void Dispose() => stream.Dispose();

    private async Task<Answer> Read(string text)
    {
        var (head, body) = text.Split("\r\n\r\n", 2) is [var first, var rest] ? (first, rest) : (text, "");
        var lines = head.Split("\r\n");
        using var response = new HttpResponseMessage((HttpStatusCode)int.Parse(lines[0].Split(' ')[1]));
        response.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        foreach (var header in lines[1..].Select(line => line.Split(": ", 2)))
            if (!response.Headers.TryAddWithoutValidation(header[0], header[1]))
                response.Content.Headers.TryAddWithoutValidation(header[0], header[1]);
        return await Answer.Read(head, response, server);
    }
}
