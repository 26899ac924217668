using Npgsql;

namespace Seatmate.Platform.Jobs;

/// <summary>Work that comes round. However many processes run, one of them does it each time.</summary>
public interface IJob
{
    /// <summary>How long after one start the next is due.</summary>
    TimeSpan Every { get; }

    Task Run(CancellationToken cancel);

    /// <summary>False after a run that left the work to another process that is still at it: how that ends is that
    /// one's to note.</summary>
    bool HasRun => true;
}

public static class JobServices
{
    public static void AddJob<TJob>(this IServiceCollection services)
        where TJob : class, IJob
    {
        services.AddScoped<TJob>();
        services.AddSingleton(new JobRoute(typeof(TJob).Name, scope => scope.GetRequiredService<TJob>()));
    }
}

public sealed record JobRoute(string Name, Func<IServiceProvider, IJob> Resolve);

/// <summary>Runs each job when its row in platform.jobs is due. Taking the row moves its due time, so of several
/// processes exactly one wins; a process that dies in the middle only delays the job to its next time.</summary>
public sealed class JobRunner(
    IServiceScopeFactory scopes,
    NpgsqlDataSource database,
    IEnumerable<JobRoute> routes,
    ILogger<JobRunner> log
) : BackgroundService
{
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, JobRoute> routeByName = routes.ToDictionary(route => route.Name);
    private readonly Dictionary<string, Task> running = new(StringComparer.Ordinal);

    /// <summary>Each by itself: no job waits for one that takes long.</summary>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LookAgainAfter);
        try
        {
            do await StartDue(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { }
        await Task.WhenAll(running.Values).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task StartDue(CancellationToken cancel)
    {
        try
        {
            foreach (var name in await FindDue(cancel))
                if (!running.TryGetValue(name, out var run) || run.IsCompleted)
                    running[name] = RunIfDue(routeByName[name], cancel);
        }
        catch (Exception error) when (!cancel.IsCancellationRequested)
        {
            log.LogWarning("Which jobs are due is asked again in a moment: {Reason}", error.Message);
        }
    }

    private async Task<string[]> FindDue(CancellationToken cancel)
    {
        await using var command = database.CreateCommand(
            """
            SELECT coalesce(array_agg(wanted.name), '{}') FROM unnest($1) AS wanted(name)
            WHERE NOT EXISTS (SELECT FROM platform.jobs WHERE jobs.name = wanted.name AND due_at > now())
            """
        );
        command.Parameters.AddWithValue(routeByName.Keys.ToArray());
        return (string[])(await command.ExecuteScalarAsync(cancel))!;
    }

    private async Task RunIfDue(JobRoute route, CancellationToken cancel)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var job = route.Resolve(scope.ServiceProvider);
            if (!await Take(route.Name, job.Every, cancel))
                return;
            await job.Run(cancel);
            if (job.HasRun)
                await Finish(route.Name, null, cancel);
        }
        catch (Exception error) when (!cancel.IsCancellationRequested)
        {
            log.LogError(error, "Job {Job} failed; it will run again when it is next due", route.Name);
            await Finish(route.Name, error.Message, cancel);
        }
    }

    /// <summary>False when another process was faster.</summary>
    private async Task<bool> Take(string name, TimeSpan every, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(
            """
            INSERT INTO platform.jobs (name, due_at, started_at) VALUES ($1, now() + $2, now())
            ON CONFLICT (name) DO UPDATE SET due_at = now() + $2, started_at = now() WHERE jobs.due_at <= now()
            """
        );
        command.Parameters.AddWithValue(name);
        command.Parameters.AddWithValue(every);
        return await command.ExecuteNonQueryAsync(cancel) == 1;
    }

    private async Task Finish(string name, string? error, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(
            "UPDATE platform.jobs SET finished_at = now(), last_error = $2 WHERE name = $1"
        );
        command.Parameters.AddWithValue(name);
        command.Parameters.AddWithValue(NpgsqlTypes.NpgsqlDbType.Text, (object?)error ?? DBNull.Value);
        try
        {
            await command.ExecuteNonQueryAsync(cancel);
        }
        catch (Exception failure)
        {
            log.LogWarning(failure, "The end of job {Job} could not be noted", name);
        }
    }
}
