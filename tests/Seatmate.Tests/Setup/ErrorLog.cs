using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Seatmate.Tests;

/// <summary>Keeps what a server logs as an error, and that deliveries failed together, which nobody notices otherwise,
/// as each is then tried by itself: a failed test shows it, and some tests assert that there was none.</summary>
public sealed class ErrorLog : ILoggerProvider, ILogger
{
    private const int KeptMax = 100;
    private readonly ConcurrentQueue<string> lines = new();
    private readonly ConcurrentQueue<string> oneByOne = new();

    public IReadOnlyList<string> Lines => [.. lines];

    /// <summary>Batches of lanes that were refused again and again, which is noticed by nobody either.</summary>
    public IReadOnlyList<string> TriedOneByOne => [.. oneByOne];

    public string? Last => lines.LastOrDefault();

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter
    )
    {
        if (!IsEnabled(logLevel))
            return;
        var message = formatter(state, exception);
        if (message.Contains("is tried one by one", StringComparison.Ordinal))
            oneByOne.Enqueue(message);
        if (logLevel < LogLevel.Error && !message.EndsWith("facts together", StringComparison.Ordinal))
            return;
        lines.Enqueue($"{message} {exception}");
        while (lines.Count > KeptMax)
            lines.TryDequeue(out _);
    }

    public void Dispose() { }
}
