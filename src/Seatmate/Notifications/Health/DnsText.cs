using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Seatmate.Platform;

namespace Seatmate.Notifications.Health;

/// <summary>The seam to the domain name system: the TXT records of a name, which .NET does not ask for. One question by
/// UDP (RFC 1035, with EDNS for long answers) to DNS_SERVER, or to the first server that the machine names.</summary>
public sealed class DnsText(Settings settings)
{
    private const int Port = 53;
    private const int HeaderBytes = 12;
    private const int AnswerBytesMax = 4096;
    private const int LabelBytesMax = 63;
    private const ushort TypeText = 16;
    private const ushort TypeOption = 41;
    private const ushort ClassInternet = 1;
    private const int NoSuchName = 3;
    private const string MachineSays = "/etc/resolv.conf";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>None when the name has none; null when nobody answered.</summary>
    public async Task<IReadOnlyList<string>?> Find(string name, CancellationToken cancel)
    {
        if (Server() is not { } server || Question(name) is not { } question)
            return null;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(Patience);
        try
        {
            using var socket = new UdpClient(server.AddressFamily);
            socket.Connect(server);
            await socket.SendAsync(question, patience.Token);
            while (true)
            {
                var answer = (await socket.ReceiveAsync(patience.Token)).Buffer;
                if (answer.Length >= HeaderBytes && answer.AsSpan(0, 2).SequenceEqual(question.AsSpan(0, 2)))
                    return Read(answer);
            }
        }
        catch (Exception error) when (IsNoAnswer(error) && !cancel.IsCancellationRequested)
        {
            return null;
        }
    }

    private static bool IsNoAnswer(Exception error) =>
        error is SocketException or OperationCanceledException or ArgumentException;

    private IPEndPoint? Server()
    {
        if (settings.DnsServer is { } said)
            return said.Port == 0 ? new(said.Address, Port) : said;
        if (!File.Exists(MachineSays))
            return null;
        var line = File.ReadLines(MachineSays)
            .FirstOrDefault(line => line.StartsWith("nameserver ", StringComparison.Ordinal));
        return IPAddress.TryParse(line?.Split(' ')[1], out var address) ? new(address, Port) : null;
    }

    private static byte[]? Question(string name)
    {
        var labels = name.Split('.');
        if (labels.Any(label => label.Length is 0 or > LabelBytesMax || !label.All(char.IsAscii)))
            return null;
        var question = new List<byte>(RandomNumberGenerator.GetBytes(2));
        question.AddRange([1, 0, 0, 1, 0, 0, 0, 0, 0, 1]);
        foreach (var label in labels)
            question.AddRange([(byte)label.Length, .. Encoding.ASCII.GetBytes(label)]);
        question.AddRange([0, 0, (byte)TypeText, 0, (byte)ClassInternet]);
        question.AddRange([
            0,
            0,
            (byte)TypeOption,
            AnswerBytesMax >> 8,
            AnswerBytesMax & 0xff,
            0,
            0,
            0,
            0,
            0,
            0,
        ]);
        return [.. question];
    }

    private static List<string>? Read(ReadOnlySpan<byte> answer)
    {
        var code = answer[3] & 0xf;
        if (code is not (0 or NoSuchName))
            return null;
        var questions = BinaryPrimitives.ReadUInt16BigEndian(answer[4..]);
        var records = BinaryPrimitives.ReadUInt16BigEndian(answer[6..]);
        var at = HeaderBytes;
        for (var i = 0; i < questions; i++)
            at = AfterName(answer, at) + 4;
        var texts = new List<string>();
        for (var i = 0; i < records; i++)
        {
            at = AfterName(answer, at);
            var type = BinaryPrimitives.ReadUInt16BigEndian(answer[at..]);
            var length = BinaryPrimitives.ReadUInt16BigEndian(answer[(at + 8)..]);
            at += 10;
            if (type == TypeText)
                texts.Add(Text(answer.Slice(at, length)));
            at += length;
        }
        return texts;
    }

    private static int AfterName(ReadOnlySpan<byte> answer, int at)
    {
        while (answer[at] is > 0 and < 0xc0)
            at += answer[at] + 1;
        return at + (answer[at] == 0 ? 1 : 2);
    }

    // A record is one text in pieces of at most 255 bytes.
    private static string Text(ReadOnlySpan<byte> record)
    {
        var text = new StringBuilder();
        for (var at = 0; at < record.Length; at += record[at] + 1)
            text.Append(Encoding.UTF8.GetString(record.Slice(at + 1, record[at])));
        return text.ToString();
    }
}
