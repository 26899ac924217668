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

/// <summary>One connection that listens for all; when it breaks it says so, and tries again every second.</summary>
public sealed class DatabaseSignals(
    NpgsqlDataSource database,
    IEnumerable<ISignalListener> listeners,
    ILogger<DatabaseSignals> log
) : BackgroundService
{
    private readonly ISignalListener[] all = [.. listeners];

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
        while (true)
            await connection.WaitAsync(cancel);
    }
}
