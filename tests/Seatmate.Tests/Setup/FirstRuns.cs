namespace Seatmate.Tests;

/// <summary>Jobs run once when a server starts. A test that runs one by hand, or that puts the clock forward, waits for
/// that first.</summary>
public static class FirstRuns
{
    public static Task ShouldHaveRun(this TestServer server, string job) =>
        Eventually.ShouldBeTrue(
            () =>
                server.Ask<bool>(
                    "SELECT EXISTS (SELECT FROM platform.jobs WHERE name = $1 AND finished_at IS NOT NULL)",
                    job
                ),
            $"{job} has run once"
        );
}
