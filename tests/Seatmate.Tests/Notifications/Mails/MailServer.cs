using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Seatmate.Tests.Notifications.Mails;

/// <summary>A mail server as small as can be: keeps what it is sent, refuses whom a test says, or takes the call and
/// never says a word.</summary>
internal sealed class MailServer : IAsyncDisposable
{
    private readonly TcpListener listener;
    private readonly bool silent;
    private readonly CancellationTokenSource closing = new();
    private readonly ConcurrentQueue<string> letters = new();
    private readonly Task serving;
    private int calls;

    private MailServer(int port, bool silent)
    {
        this.silent = silent;
        listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start();
        serving = Serve();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;
    public Uri Url => new($"smtp://127.0.0.1:{Port}");

    /// <summary>How often it was called; a call may bring many mails.</summary>
    public int Calls => calls;

    /// <summary>What it answers to the line that names a recipient; null is yes.</summary>
    public Func<string, string?> Refusal { get; set; } = _ => null;

    /// <summary>How long it thinks about each mail.</summary>
    public TimeSpan Pause { get; set; }

    /// <summary>Whether it takes addresses that are not ASCII.</summary>
    public bool International { get; init; }

    /// <summary>The mails as they came: envelope, headers, a blank line, the body.</summary>
    public IReadOnlyList<string> Letters => [.. letters];

    public static MailServer Open(int port = 0) => new(port, silent: false);

    public static MailServer OpenInternational() => new(0, silent: false) { International = true };

    public static MailServer OpenSilent() => new(0, silent: true);

    public Task ShouldHave(int count) =>
        Eventually.ShouldBeTrue(
            () => Task.FromResult(letters.Count == count),
            $"the mail server has {count} mails"
        );

    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        listener.Stop();
        await serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        closing.Dispose();
    }

    private async Task Serve()
    {
        while (true)
        {
            var client = await listener.AcceptTcpClientAsync(closing.Token);
            Interlocked.Increment(ref calls);
            _ = silent ? Task.CompletedTask : Talk(client);
        }
    }

    private async Task Talk(TcpClient client)
    {
        using var _ = client;
        using var reader = new StreamReader(client.GetStream(), Encoding.UTF8);
        await using var writer = new StreamWriter(client.GetStream(), new UTF8Encoding(false))
        {
            NewLine = "\r\n",
            AutoFlush = true,
        };
        var letter = new StringBuilder();
        await writer.WriteLineAsync("220 tests");
        while (await reader.ReadLineAsync(closing.Token) is { } line)
        {
            if (IsEnvelope(line))
                letter.AppendLine(line);
            if (line.StartsWith("MAIL ", StringComparison.Ordinal))
                letter.Clear().AppendLine(line);
            if (line == "DATA")
            {
                await writer.WriteLineAsync("354 go on");
                while (await reader.ReadLineAsync(closing.Token) is { } text and not ".")
                    letter.AppendLine(text);
                await Task.Delay(Pause, closing.Token);
                letters.Enqueue(letter.ToString());
            }
            await writer.WriteLineAsync(Reply(line));
            if (line == "QUIT")
                return;
        }
    }

    private string Reply(string line)
    {
        if (line.StartsWith("EHLO", StringComparison.Ordinal) && International)
            return "250-tests\r\n250 SMTPUTF8";
        return line == "QUIT" ? "221 bye" : (IsEnvelope(line) ? Refusal(line) : null) ?? "250 fine";
    }

    private static bool IsEnvelope(string line) => line.StartsWith("RCPT ", StringComparison.Ordinal);
}
