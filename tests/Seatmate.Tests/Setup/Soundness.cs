using Microsoft.Extensions.DependencyInjection;
using Seatmate.Platform;

namespace Seatmate.Tests;

/// <summary>What `seatmate doctor` finds in the database of a test.</summary>
public static class Soundness
{
    public static async Task<List<string>> Violations(this TestServer server)
    {
        var doctor = server.Services.GetRequiredService<Doctor>();
        return
        [
            .. from finding in await doctor.Examine(TestContext.Current.CancellationToken)
            from violation in finding.Violations
            select $"{finding.Invariant}: {violation}",
        ];
    }

    public static async Task ShouldBeSound(this TestServer server) =>
        (await server.Violations()).ShouldBeEmpty();

    /// <summary>Waits until no reaction is left to run.</summary>
    public static Task ShouldComeToRest(this TestServer server) =>
        Eventually.ShouldBeTrue(
            async () =>
                await server.Ask<long>(
                    """
                    SELECT (SELECT count(*) FROM platform.facts WHERE NOT fanned_out)
                        + (SELECT count(*) FROM platform.deliveries WHERE done_at IS NULL)
                    """
                ) == 0,
            "every reaction has run"
        );
}
