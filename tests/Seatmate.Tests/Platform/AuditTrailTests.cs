using Npgsql;

namespace Seatmate.Tests.Platform;

public sealed class AuditTrailTests
{
    [Theory]
    [InlineData("UPDATE platform.audit SET action = 'nothing' WHERE actor_id = $1")]
    [InlineData("DELETE FROM platform.audit WHERE actor_id = $1")]
    public async Task What_was_noted_stays(string change)
    {
        var ben = await Cast.Ben();
        (await ben.Patch($"/user/{ben.Id}", new { name = "Benjamin" })).ShouldBe(200);

        var refused = await Should.ThrowAsync<PostgresException>(() => ben.Server.Execute(change, ben.Id));

        refused.ConstraintName.ShouldBe("audit_is_append_only");
        (
            await ben.Server.Ask<long>(
                "SELECT count(*) FROM platform.audit WHERE actor_id = $1 AND action = 'accounts.user_updated'",
                ben.Id
            )
        ).ShouldBe(1);
    }
}
