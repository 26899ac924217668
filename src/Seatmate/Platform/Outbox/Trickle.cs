using Npgsql;

namespace Seatmate.Platform.Outbox;

/// <summary>What becomes of work that can wait while buyers rush in: however many processes there are, it gets a tenth
/// of the time of one, so that it never stands still.</summary>
public sealed class Trickle(NpgsqlDataSource database, TimeProvider clock)
{
    private const int ShareOfTime = 10;
    private static readonly TimeSpan PauseMin = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan PauseMax = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(500);

    /// <summary>Does a little, and then nothing for nine times as long, at most five seconds; or waits a moment, when
    /// another process is at this work.</summary>
    public async Task Run(string work, Func<Task> little, CancellationToken cancel)
    {
        if (!await TryRun(work, little, cancel))
            await Task.Delay(LookAgainAfter, clock, cancel);
    }

    private async Task<bool> TryRun(string work, Func<Task> little, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var turn = await connection.BeginTransactionAsync(cancel);
        if (!await TryLock(connection, work, cancel))
            return false;
        var started = clock.GetTimestamp();
        await little();
        var pause = Math.Clamp(
            clock.GetElapsedTime(started).Ticks * (ShareOfTime - 1),
            PauseMin.Ticks,
            PauseMax.Ticks
        );
        await Task.Delay(TimeSpan.FromTicks(pause), clock, cancel);
        return true;
    }

    private static async Task<bool> TryLock(
        NpgsqlConnection connection,
        string work,
        CancellationToken cancel
    )
    {
        await using var command = new NpgsqlCommand(
            "SELECT pg_try_advisory_xact_lock(hashtextextended('in a rush', hashtext($1)))",
            connection
        );
        command.Parameters.AddWithValue(work);
        return (bool)(await command.ExecuteScalarAsync(cancel))!;
    }
}
