using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;

namespace Seatmate.Platform.Http;

/// <summary>How often one may ask, per person where there is one, else per address (of IPv6, per /64); beyond it 429
/// with Retry-After. RATE_LIMITS=off turns all of them off for load tests, and the start says so.</summary>
public static class RateLimits
{
    public const string SignUp = "sign-up";
    public const string SignIn = "sign-in";

    public static void AddRateLimits(this IServiceCollection services, Settings settings) =>
        services.AddRateLimiter(options =>
        {
            options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            options.OnRejected = (rejected, _) =>
                new ValueTask(Reject(rejected).ExecuteAsync(rejected.HttpContext));
            options.AddPolicy(
                SignUp,
                context => Partition(settings, $"up:{Address(context)}", settings.RateLimitSignUps)
            );
            options.AddPolicy(
                SignIn,
                context => Partition(settings, $"in:{Address(context)}", settings.RateLimitSignIns)
            );
            options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context =>
                Partition(settings, Person(context), settings.RateLimitRequests)
            );
        });

    private static RateLimitPartition<string> Partition(Settings settings, string key, int perMinute) =>
        settings.RateLimits
            ? RateLimitPartition.GetSlidingWindowLimiter(
                key,
                _ =>
                    new()
                    {
                        PermitLimit = perMinute,
                        Window = TimeSpan.FromMinutes(1),
                        SegmentsPerWindow = 6,
                    }
            )
            : RateLimitPartition.GetNoLimiter("off");

    private static Problem Reject(OnRejectedContext rejected)
    {
        var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var span)
            ? span
            : TimeSpan.FromSeconds(10);
        return new(429, "too-many-requests", "Too many requests; please wait a moment")
        {
            RetryAfterSeconds = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)),
        };
    }

    private static string Person(HttpContext context) =>
        Caller.From(context.User) is { } caller ? $"user:{caller.UserId}" : Address(context);

    private static string Address(HttpContext context) => $"address:{CallerAddress.NetworkOf(context)}";
}
