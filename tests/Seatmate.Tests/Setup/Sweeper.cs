using Microsoft.Extensions.DependencyInjection;
using Seatmate.Platform.Jobs;
using Seatmate.Ticketing.Orders;

namespace Seatmate.Tests;

/// <summary>The job that lets go of what was not paid in time, for tests that want to meet it themselves.</summary>
public static class Sweeper
{
    public static void IsOff(IServiceCollection services)
    {
        foreach (var job in services.Where(IsSweeper).ToList())
            services.Remove(job);
    }

    public static async Task Sweep(this TestServer server)
    {
        await using var scope = server.Services.CreateAsyncScope();
        await scope
            .ServiceProvider.GetRequiredService<LapseOrders>()
            .Run(TestContext.Current.CancellationToken);
    }

    private static bool IsSweeper(ServiceDescriptor service) =>
        service.ImplementationInstance is JobRoute { Name: nameof(LapseOrders) };
}
