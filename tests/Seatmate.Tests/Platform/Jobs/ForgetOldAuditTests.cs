using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Seatmate.Platform.Jobs;

namespace Seatmate.Tests.Platform.Jobs;

public sealed class ForgetOldAuditTests
{
    private const string Write =
        "INSERT INTO platform.audit (actor_id, action, subject, at) VALUES ($1, 'tests.old', 'x:1', now() - $2)";

    [Fact]
    public async Task What_is_older_than_the_setting_goes_and_the_rest_stays()
    {
        await using var server = await TestServer.StartAsync(settings =>
            settings with
            {
                AuditKept = TimeSpan.FromDays(100),
            }
        );
        await server.Execute(Write, 1L, TimeSpan.FromDays(101));
        await server.Execute(Write, 2L, TimeSpan.FromDays(99));

        await using (var scope = server.Services.CreateAsyncScope())
            await scope.ServiceProvider.GetRequiredService<ForgetOldAudit>().Run(CancellationToken.None);

        (
            await server.Ask<long[]>(
                "SELECT array_agg(actor_id) FROM platform.audit WHERE action = 'tests.old'"
            )
        ).ShouldBe([2L]);
    }

    [Theory]
    [InlineData("DELETE FROM platform.audit WHERE actor_id = 7", "audit_is_append_only")]
    [InlineData(
        "SET seatmate.forget_audit = 'on'; DELETE FROM platform.audit WHERE actor_id = 8",
        "audit_is_append_only"
    )]
    [InlineData("TRUNCATE platform.audit", "audit_is_never_emptied")]
    public async Task Nobody_else_takes_of_it_and_nobody_of_the_last_days(string change, string rule)
    {
        await using var server = await TestServer.StartAsync();
        await server.Execute(Write, 7L, TimeSpan.FromDays(40));
        await server.Execute(Write, 8L, TimeSpan.FromDays(29));

        var refused = await Should.ThrowAsync<PostgresException>(async () =>
        {
            await using var connection = new NpgsqlConnection(server.Connection);
            await connection.OpenAsync();
            await using var command = new NpgsqlCommand(change, connection);
            await command.ExecuteNonQueryAsync();
        });

        refused.ConstraintName.ShouldBe(rule);
    }
}
