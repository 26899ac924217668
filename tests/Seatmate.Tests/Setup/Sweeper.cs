using Microsoft.Extensions.DependencyInjection;
using Seatmate.Ticketing.Orders;

namespace Seatmate.Tests;

/// <summary>The job that lets go of what was not paid in time, for tests that want to meet it themselves.</summary>
public static class Sweeper
{
    public static void IsOff(IServiceCollection services) => services.WithoutJob<LapseOrders>();

    public static async Task Sweep(this TestServer server)
    {
        await using var scope = server.Services.CreateAsyncScope();
        await scope
            .ServiceProvider.GetRequiredService<LapseOrders>()
            .Run(TestContext.Current.CancellationToken);
    }
}
