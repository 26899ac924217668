namespace Seatmate.Platform.Http;

/// <summary>Lets so many work at once, and so many wait; beyond that it refuses.</summary>
public sealed class Turnstile(int atOnce, string whenFull) : IDisposable
{
    private const int InsideMax = 1000;
    private readonly SemaphoreSlim free = new(atOnce);
    private int inside;

    /// <inheritdoc cref="Pass{T}"/>
    public Task Pass(Func<Task> work, CancellationToken cancel) =>
        Pass<object?>(
            async () =>
            {
                await work();
                return null;
            },
            cancel
        );

    /// <summary>Works when it is its turn, in no order that anybody can rely on.</summary>
    /// <exception cref="BusyException">Too many wait.</exception>
    public async Task<T> Pass<T>(Func<Task<T>> work, CancellationToken cancel)
    {
        try
        {
            if (Interlocked.Increment(ref inside) > InsideMax)
                throw new BusyException(whenFull);
            await free.WaitAsync(cancel);
            try
            {
                return await work();
            }
            finally
            {
                free.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref inside);
        }
    }

    public void Dispose() => free.Dispose();
}
