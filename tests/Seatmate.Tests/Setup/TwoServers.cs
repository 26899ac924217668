namespace Seatmate.Tests;

/// <summary>Two servers on one database of their own for the races of one class. Nobody lets go of what was not paid in
/// time, unless a test does.</summary>
public class TwoServers : IAsyncLifetime
{
    /// <summary>What is written is no longer compared with the terms as they are by then.</summary>
    public const string TermsUnchecked =
        "CREATE OR REPLACE FUNCTION ticketing.expect_terms(same boolean) RETURNS void LANGUAGE sql AS ''";

    public TestServer First { get; private set; } = null!;
    public TestServer Second { get; private set; } = null!;

    public virtual async ValueTask InitializeAsync()
    {
        First = await TestServer.StartAsync(add: Sweeper.IsOff);
        Second = await First.StartBesideAsync(add: Sweeper.IsOff);
    }

    public async ValueTask DisposeAsync()
    {
        if (Second is not null)
            await Second.DisposeAsync();
        if (First is not null)
            await First.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Either of them, in turn.</summary>
    public TestServer At(int number) => number % 2 == 0 ? First : Second;

    /// <summary>Two on another database, on which this was done first: for races that must go wrong.</summary>
    public static async Task<TwoServers> Without(string guard)
    {
        var servers = new TwoServers();
        await servers.InitializeAsync();
        await servers.First.Execute(guard);
        return servers;
    }
}
