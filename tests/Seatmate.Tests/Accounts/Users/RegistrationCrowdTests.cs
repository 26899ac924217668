namespace Seatmate.Tests.Accounts.Users;

/// <summary>Many register at once, each with a key for the request.</summary>
public sealed class RegistrationCrowdTests
{
    private const string WaitInTransaction = """
        SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
            AND state = 'idle in transaction' AND state_change < clock_timestamp() - interval '150 milliseconds'
        """;

    [Fact]
    public async Task A_crowd_that_registers_with_keys_leaves_connections_for_others()
    {
        await using var server = await TestServer.StartAsync(settings =>
            settings with
            {
                PasswordHashCost = 10,
            }
        );
        var crowd = Race.AtOnce(
            40,
            number =>
                server.Anyone.Post(
                    "/auth/register",
                    new
                    {
                        name = "Ben Okafor",
                        user_name = $"ben-{number}",
                        email = $"ben-{number}@b.example",
                        password = Cast.Password,
                    },
                    ("Idempotency-Key", $"{number}")
                )
        );

        var most = 0L;
        while (!crowd.IsCompleted)
            most = Math.Max(most, await server.Ask<long>(WaitInTransaction));

        (await crowd).ShouldAllBe(answer => answer.Status == 201);
        most.ShouldBeLessThan(8);
    }
}
