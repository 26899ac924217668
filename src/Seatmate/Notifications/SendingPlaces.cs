namespace Seatmate.Notifications;

/// <summary>Of one kind of message, so many are on their way at once. Those that are when the process stops get five
/// seconds to arrive: broken off, they may have arrived all the same, and would be sent again.</summary>
public sealed class SendingPlaces(int count) : IDisposable
{
    private static readonly TimeSpan LastSeconds = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim places = new(count);
    private readonly CancellationTokenSource sending = new();

    public int Free => places.CurrentCount;

    public void Dispose()
    {
        places.Dispose();
        sending.Dispose();
    }

    /// <summary>From then on the last seconds run.</summary>
    public CancellationTokenRegistration EndSoonAfter(CancellationToken stopping) =>
        stopping.Register(() => sending.CancelAfter(LastSeconds));

    public async Task AwaitFree(CancellationToken cancel)
    {
        await places.WaitAsync(cancel);
        places.Release();
    }

    /// <summary>Sends from a place, once one is free. What goes wrong is told to <paramref name="failed"/>, but for what
    /// was broken off at the end.</summary>
    public async Task Send(Func<CancellationToken, Task> send, Action<Exception> failed)
    {
        await places.WaitAsync(sending.Token);
        try
        {
            await send(sending.Token);
        }
        catch (Exception error) when (!sending.IsCancellationRequested)
        {
            failed(error);
        }
        catch (OperationCanceledException) { }
        finally
        {
            places.Release();
        }
    }

    public async Task AwaitAll()
    {
        for (var place = 0; place < count; place++)
            await places.WaitAsync(CancellationToken.None);
    }
}
