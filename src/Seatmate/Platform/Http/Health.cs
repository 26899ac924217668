using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Seatmate.Platform.Http;

/// <summary>`/health/live`: the process runs. `/health/ready`: it can serve, the database answers.</summary>
public static class Health
{
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
            await using var command = database.CreateCommand("SELECT 1");
            await command.ExecuteScalarAsync(patience.Token);
            return TypedResults.Ok(new Done("ready"));
        }
        catch (Exception error) when (error is NpgsqlException or OperationCanceledException)
        {
            return Problem.Busy("The database does not answer just now.");
        }
    }
}
