using System.Diagnostics;
using System.Net.Sockets;

namespace Seatmate.Bench;

/// <summary>A server in a process of its own, as it runs in earnest; stopped in order at the end.</summary>
public sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(120);
    private readonly Process child;

    private ServerProcess(Process process, int port) => (child, Port) = (process, port);

    public int Port { get; }

    /// <summary>Processor time the server has used so far, PostgreSQL's not included.</summary>
    public TimeSpan Cpu
    {
        get
        {
            child.Refresh();
            return child.TotalProcessorTime;
        }
    }

    public long MemoryMiB
    {
        get
        {
            child.Refresh();
            return child.WorkingSet64 >> 20;
        }
    }

    public static async Task<ServerProcess> Start(
        int port,
        string probe,
        IEnumerable<string> arguments,
        IDictionary<string, string> environment
    )
    {
        var start = new ProcessStartInfo("dotnet")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, line) => Console.Error.WriteLine(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await AwaitReady(process, port, probe);
        return new(process, port);
    }

    public async ValueTask DisposeAsync()
    {
        if (!child.HasExited)
        {
            using var kill = Process.Start("kill", ["-TERM", $"{child.Id}"]);
            await child.WaitForExitAsync();
        }
        child.Dispose();
    }

    private static async Task AwaitReady(Process process, int port, string probe)
    {
        using var http = new HttpClient();
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < StartPatience && !process.HasExited)
        {
            try
            {
                using var answer = await http.GetAsync(new Uri($"http://127.0.0.1:{port}{probe}"));
                if (answer.IsSuccessStatusCode)
                    return;
            }
            catch (Exception error) when (error is HttpRequestException or SocketException)
            {
                await Task.Delay(50);
            }
        }
        throw new InvalidOperationException("The server did not start.");
    }
}
