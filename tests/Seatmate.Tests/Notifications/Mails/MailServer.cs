using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Seatmate.Tests.Notifications.Mails;

/// <summary>A mail server as small as can be: keeps what it is sent, or takes the call and never says a word.</summary>
internal sealed class MailServer : IAsyncDisposable
{
    private readonly TcpListener listener;
    private readonly bool silent;
    private readonly CancellationTokenSource closing = new();
    private readonly ConcurrentQueue<string> letters = new();
    private readonly Task serving;

    private MailServer(int port, bool silent)
    {
        this.silent = silent;
        listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start();
        serving = Serve();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;
    public Uri Url => new($"smtp://127.0.0.1:{Port}");

    /// <summary>The mails as they came: envelope, headers, a blank line, the body.</summary>
    public IReadOnlyList<string> Letters => [.. letters];

    public static MailServer Open(int port = 0) => new(port, silent: false);

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
            if (
                line.StartsWith("MAIL ", StringComparison.Ordinal)
                || line.StartsWith("RCPT ", StringComparison.Ordinal)
            )
                letter.AppendLine(line);
            if (line == "DATA")
            {
                await writer.WriteLineAsync("354 go on");
                while (await reader.ReadLineAsync(closing.Token) is { } text and not ".")
                    letter.AppendLine(text);
                letters.Enqueue(letter.ToString());
                letter.Clear();
            }
            await writer.WriteLineAsync(line == "QUIT" ? "221 bye" : "250 fine");
            if (line == "QUIT")
                return;
        }
    }
}
