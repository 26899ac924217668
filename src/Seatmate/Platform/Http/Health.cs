using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using Seatmate.Platform.Jobs;

namespace Seatmate.Platform.Http;

/// <summary>`/health/live`: the process runs. `/health/ready`: it can serve, the database answers; also
/// when the data was not found sound, because selling nothing would not mend it.</summary>
public static class Health
{
    public const string Degraded = "ready, but degraded: the data was not proved sound, see the log";

    private static readonly TimeSpan PatienceWithDatabase = TimeSpan.FromSeconds(3);

    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        var health = app.MapGroup("/health").WithTags("Platform").AllowAnonymous().DisableRateLimiting();
        health.MapGet("/live", () => TypedResults.Ok(new Done("alive"))).WithName("ShowLiveness");
        health.MapGet("/ready", ShowReadiness).WithName("ShowReadiness");
    }

    private static async Task<Results<Ok<Done>, Problem>> ShowReadiness(
        NpgsqlDataSource database,
        CancellationToken cancel
    )
    {
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            patience.CancelAfter(PatienceWithDatabase);
            await using var command = database.CreateCommand(
                "SELECT EXISTS (SELECT FROM platform.jobs WHERE name = $1 AND last_error IS NOT NULL)"
            );
            command.Parameters.AddWithValue(nameof(ProveInvariants));
            var degraded = (bool)(await command.ExecuteScalarAsync(patience.Token))!;
            return TypedResults.Ok(new Done(degraded ? Degraded : "ready"));
        }
        catch (Exception error) when (error is NpgsqlException or OperationCanceledException)
        {
            return Problem.Busy("The database does not answer just now.");
        }
    }
}
