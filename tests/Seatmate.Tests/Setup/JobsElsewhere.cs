using Microsoft.Extensions.DependencyInjection;
using Seatmate.Platform.Jobs;

namespace Seatmate.Tests;

/// <summary>Servers that leave a job to others.</summary>
internal static class JobsElsewhere
{
    public static void WithoutJob<TJob>(this IServiceCollection services)
        where TJob : IJob =>
        services.Remove(
            services.Single(service =>
                service.ImplementationInstance is JobRoute job && job.Name == typeof(TJob).Name
            )
        );
}
