namespace Seatmate.Tests;

/// <summary>A server on a database of its own for the tests of one class: nobody else's rows are there.</summary>
public sealed class OwnServer : IAsyncLifetime
{
    public TestServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await TestServer.StartAsync();

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}

/// <summary>One where nobody lets go of what was not paid in time, unless a test does.</summary>
public sealed class UnsweptServer : IAsyncLifetime
{
    public TestServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await TestServer.StartAsync(add: Sweeper.IsOff);

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
