using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Seatmate.Tests.Notifications.Health;

/// <summary>A name server that knows the TXT records a test gives it, and says that there are no others.</summary>
internal sealed class NameServer : IAsyncDisposable
{
    private const int HeaderBytes = 12;
    private readonly UdpClient socket = new(new IPEndPoint(IPAddress.Loopback, 0));
    private readonly Dictionary<string, string[]> texts;
    private readonly CancellationTokenSource closing = new();
    private readonly Task serving;

    public NameServer(Dictionary<string, string[]> texts)
    {
        this.texts = texts;
        serving = Serve();
    }

    public IPEndPoint Address => (IPEndPoint)socket.Client.LocalEndPoint!;

    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        await serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        socket.Dispose();
        closing.Dispose();
    }

    private async Task Serve()
    {
        while (true)
        {
            var asked = await socket.ReceiveAsync(closing.Token);
            var stranger = (byte[])[1, 2, 3];
            await socket.SendAsync(stranger, asked.RemoteEndPoint, closing.Token);
            await socket.SendAsync(Answer(asked.Buffer), asked.RemoteEndPoint, closing.Token);
        }
    }

    private byte[] Answer(byte[] question)
    {
        var name = NameIn(question, out var end);
        var records = texts.GetValueOrDefault(name, []);
        var answer = new List<byte>(question[..2]);
        answer.AddRange([
            0x81,
            (byte)(records.Length > 0 ? 0x80 : 0x83),
            0,
            1,
            0,
            (byte)records.Length,
            0,
            0,
            0,
            0,
        ]);
        answer.AddRange(question[HeaderBytes..(end + 4)]);
        foreach (var record in records)
        {
            var pieces = record
                .Chunk(200)
                .SelectMany(piece => (byte[])[(byte)piece.Length, .. Encoding.ASCII.GetBytes(piece)])
                .ToArray();
            answer.AddRange([
                0xc0,
                HeaderBytes,
                0,
                16,
                0,
                1,
                0,
                0,
                0,
                60,
                (byte)(pieces.Length >> 8),
                (byte)pieces.Length,
                .. pieces,
            ]);
        }
        return [.. answer];
    }

    private static string NameIn(byte[] question, out int end)
    {
        var labels = new List<string>();
        end = HeaderBytes;
        while (question[end] > 0)
        {
            labels.Add(Encoding.ASCII.GetString(question, end + 1, question[end]));
            end += question[end] + 1;
        }
        end++;
        return string.Join('.', labels);
    }
}
