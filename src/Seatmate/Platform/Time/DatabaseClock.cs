using Npgsql;

namespace Seatmate.Platform.Time;

/// <summary>The database's clock, which all processes and all SQL go by, whatever that of this machine says: else a
/// mail would wait until another clock is as late, and a code would be stale when it is sent. Between two looks it goes
/// on by the machine's. What a look finds within its own duration of what was known changes nothing.</summary>
public sealed class DatabaseClock(NpgsqlDataSource database, TimeProvider machine, ILogger<DatabaseClock> log)
    : TimeProvider
{
    private const int AnswerSecondsMax = 5;
    private static readonly TimeSpan Notable = TimeSpan.FromSeconds(1);
    private long ticksAhead;
    private TimeSpan told;

    /// <summary>By how much the database's clock is ahead of the machine's.</summary>
    public TimeSpan Ahead => TimeSpan.FromTicks(Interlocked.Read(ref ticksAhead));

    public override DateTimeOffset GetUtcNow() => machine.GetUtcNow() + Ahead;

    /// <summary>Compares the two clocks.</summary>
    public async Task Look(CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var ask = new NpgsqlCommand("SELECT clock_timestamp()", connection)
        {
            CommandTimeout = AnswerSecondsMax,
        };
        var before = machine.GetUtcNow();
        var asked = new DateTimeOffset((DateTime)(await ask.ExecuteScalarAsync(cancel))!);
        var took = machine.GetUtcNow() - before;
        var ahead = asked - (before + took / 2);
        if ((ahead - Ahead).Duration() > took)
            Interlocked.Exchange(ref ticksAhead, ahead.Ticks);
        if ((Ahead - told).Duration() > Notable)
        {
            told = Ahead;
            log.LogWarning(
                "The database's clock counts, and differs from this machine's by {Seconds:F0} s: set both right",
                told.TotalSeconds
            );
        }
    }
}

/// <summary>Has the clocks compared before anybody is served, and twice a minute.</summary>
public sealed class ClockWatch(DatabaseClock clock, ILogger<ClockWatch> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await Look(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await Look(stoppingToken);
    }

    private async Task Look(CancellationToken cancel)
    {
        try
        {
            await clock.Look(cancel);
        }
        catch (Exception error) when (!cancel.IsCancellationRequested)
        {
            log.LogWarning("The database's clock could not be looked at: {Reason}", error.Message);
        }
    }
}
