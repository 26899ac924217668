using System.Runtime.InteropServices;

namespace Seatmate.Platform.Commands;

/// <summary>Ctrl-C, SIGTERM and the closing of the terminal, from the first moment on: what is still starting stops
/// in order too.</summary>
internal sealed class StopSignals : IDisposable
{
    private static readonly PosixSignal[] Signals =
    [
        PosixSignal.SIGINT,
        PosixSignal.SIGTERM,
        PosixSignal.SIGQUIT,
        PosixSignal.SIGHUP,
    ];

    private readonly CancellationTokenSource stop = new();
    private readonly PosixSignalRegistration[] registrations;

    public StopSignals() =>
        registrations = [.. Signals.Select(signal => PosixSignalRegistration.Create(signal, Stop))];

    public CancellationToken Token => stop.Token;

    public void Dispose()
    {
        foreach (var registration in registrations)
            registration.Dispose();
        stop.Dispose();
    }

    private void Stop(PosixSignalContext signal)
    {
        signal.Cancel = true;
        stop.Cancel();
    }
}
