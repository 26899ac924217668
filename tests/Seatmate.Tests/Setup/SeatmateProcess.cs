using System.Diagnostics;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;

namespace Seatmate.Tests;

/// <summary>The real program in a process of its own, on a data folder that outlives it.</summary>
internal sealed class SeatmateProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(20);
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(10) };

    private readonly Process process;
    private readonly StringBuilder output = new();
    private readonly StringBuilder errors = new();

    private SeatmateProcess(ProcessStartInfo start, int port, string data)
    {
        Port = port;
        Data = data;
        process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Keep(output, line.Data);
        process.ErrorDataReceived += (_, line) => Keep(errors, line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public int Port { get; }
    public string Data { get; }
    public string Output => Read(output);
    public string Errors => Read(errors);
    public bool HasExited => process.HasExited;

    /// <summary>PostgreSQL's note of its process number, which it takes away when it has stopped in order.</summary>
    public string PostgresPidFile => Path.Combine(Data, "postgres", "postmaster.pid");

    /// <summary>Starts `seatmate serve`, as the tests were built with it.</summary>
    public static SeatmateProcess Serve(
        string data,
        int? port = null,
        params (string Name, string Value)[] settings
    ) =>
        Run(
            "dotnet",
            [Path.Combine(AppContext.BaseDirectory, "seatmate.dll"), "serve"],
            data,
            port,
            settings
        );

    /// <summary>Starts `./start`, as people do.</summary>
    public static SeatmateProcess Start(string data) =>
        Run(Path.Combine(Source.Root, "start"), [], data, null, []);

    public async Task<SeatmateProcess> Ready()
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!await IsReady())
        {
            if (process.HasExited || patience.IsCancellationRequested)
                throw new InvalidOperationException($"Seatmate is not ready: {Output}\n{Errors}");
            await Task.Delay(LookInterval);
        }
        return this;
    }

    public async Task<HttpResponseMessage> Post(string path, object body) =>
        await Http.PostAsync(new Uri(Address(), path), JsonContent.Create(body));

    public async Task Said(string words)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!Output.Contains(words, StringComparison.Ordinal))
            await Task.Delay(LookInterval, patience.Token);
    }

    public void Signal(string signal)
    {
        using var kill = Process.Start("kill", ["-s", signal, process.Id.ToString()]);
        kill.WaitForExit();
    }

    public async Task<int> Exit()
    {
        using var patience = new CancellationTokenSource(Patience);
        await process.WaitForExitAsync(patience.Token);
        return process.ExitCode;
    }

    public async Task<int> Stop()
    {
        Signal("TERM");
        return await Exit();
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            await Stop();
        process.Dispose();
    }

    private static SeatmateProcess Run(
        string program,
        string[] arguments,
        string data,
        int? port,
        (string Name, string Value)[] settings
    )
    {
        var listenOn = port ?? FreePort.Next();
        var start = new ProcessStartInfo(
            program,
            [.. arguments, "--port", $"{listenOn}", "--data", data, "--no-demo"]
        )
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = Path.GetTempPath(),
        };
        start.Environment.Remove("DATABASE_URL");
        start.Environment["PASSWORD_HASH_COST"] = "4";
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        return new SeatmateProcess(start, listenOn, data);
    }

    private Uri Address() => new($"http://127.0.0.1:{Port}");

    private async Task<bool> IsReady()
    {
        try
        {
            using var answer = await Http.GetAsync(new Uri(Address(), "/health/ready"));
            return answer.IsSuccessStatusCode;
        }
        catch (Exception error) when (error is HttpRequestException or SocketException)
        {
            return false;
        }
    }

    private static void Keep(StringBuilder text, string? line)
    {
        lock (text)
            text.AppendLine(line);
    }

    private static string Read(StringBuilder text)
    {
        lock (text)
            return text.ToString().Trim();
    }
}
