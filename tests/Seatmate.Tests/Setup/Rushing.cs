using Microsoft.Extensions.DependencyInjection;
using Seatmate.Platform.Outbox;

namespace Seatmate.Tests;

public static class Rushing
{
    /// <summary>As many buyers as it takes for a rush come to this server until it is over.</summary>
    public static async Task RushInto(this TestServer server, CancellationToken over)
    {
        var rush = server.Services.GetRequiredService<Rush>();
        while (!over.IsCancellationRequested)
        {
            rush.Felt(1000);
            await Task.Delay(100, CancellationToken.None);
        }
    }

    public static async Task RushInto(this TestServer server, TimeSpan howLong)
    {
        using var over = new CancellationTokenSource(howLong);
        await server.RushInto(over.Token);
    }
}
