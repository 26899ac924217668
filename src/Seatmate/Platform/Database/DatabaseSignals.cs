using Npgsql;

namespace Seatmate.Platform.Database;

/// <summary>Someone in this process who wants to hear a channel of the database (LISTEN/NOTIFY).</summary>
public interface ISignalListener
{
    string Channel { get; }

    void Heard(string payload);

    /// <summary>Signals may have been missed from here on: forget what was remembered and ask the database each
    /// time.</summary>
    void Deaf();

    /// <summary>Signals arrive again.</summary>
    void Hearing();
}

/// <summary>One connection that listens for all; when it breaks it says so, and tries again every second. A network
/// may drop it without a word: when it was quiet for long, the database is asked whether it is still there.</summary>
public sealed class DatabaseSignals(
    NpgsqlDataSource database,
    IEnumerable<ISignalListener> listeners,
    ILogger<DatabaseSignals> log
) : BackgroundService
{
    private const int AnswerSecondsMax = 5;

    private readonly ISignalListener[] all = [.. listeners];

    /// <summary>As long may signals be missed unnoticed, and the few seconds that the answer may take.</summary>
    public TimeSpan QuietMax { get; init; } = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Listen(stoppingToken);
            }
            catch (Exception error) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogWarning("Signals of the database are lost for a moment: {Reason}", error.Message);
                await Task.Delay(TimeSpan.FromSeconds(1), stoppingToken)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            finally
            {
                foreach (var listener in all)
                    listener.Deaf();
            }
        }
    }

    private async Task Listen(CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        connection.Notification += (_, signal) =>
        {
            foreach (var listener in all.Where(listener => listener.Channel == signal.Channel))
                listener.Heard(signal.Payload);
        };
        foreach (var channel in all.Select(listener => listener.Channel).Distinct(StringComparer.Ordinal))
        {
            await using var command = new NpgsqlCommand($"LISTEN \"{channel}\"", connection);
            await command.ExecuteNonQueryAsync(cancel);
        }
        foreach (var listener in all)
            listener.Hearing();
        await using var ask = new NpgsqlCommand("SELECT 1", connection) { CommandTimeout = AnswerSecondsMax };
        while (true)
            if (!await connection.WaitAsync(QuietMax, cancel))
                await ask.ExecuteNonQueryAsync(cancel);
    }
}
