using Npgsql;
using Seatmate.Platform.Database;

namespace Seatmate.Platform.Outbox;

/// <summary>Whether buyers rush in just now, at whichever process of this database: then mails and other reactions that
/// can wait do wait, and leave processors and disk to the sale. Who feels it tells the others once a second.</summary>
public sealed class Rush(NpgsqlDataSource database, TimeProvider clock, ILogger<Rush> log) : ISignalListener
{
    private const int RequestsPerSecond = 50;
    private long second;
    private int requests;
    private long lastOn;
    private long lastTold;

    public string Channel => "rush";

    /// <summary>True while a second with many requests is at most two seconds ago.</summary>
    public bool IsOn => Second() - Interlocked.Read(ref lastOn) <= 2;

    /// <summary>So many requests were answered.</summary>
    public void Felt(int count)
    {
        var now = Second();
        if (Interlocked.Exchange(ref second, now) != now)
            Interlocked.Exchange(ref requests, 0);
        if (Interlocked.Add(ref requests, count) < RequestsPerSecond)
            return;
        Interlocked.Exchange(ref lastOn, now);
        if (Interlocked.Exchange(ref lastTold, now) != now)
            _ = Tell();
    }

    public void Heard(string payload) => Interlocked.Exchange(ref lastOn, Second());

    /// <summary>What is felt here still counts.</summary>
    public void Deaf() { }

    public void Hearing() { }

    private async Task Tell()
    {
        try
        {
            await using var command = database.CreateCommand($"NOTIFY {Channel}");
            await command.ExecuteNonQueryAsync();
        }
        catch (Exception error) when (error is NpgsqlException or ObjectDisposedException)
        {
            log.LogWarning("Nobody was told of the rush: {Reason}", error.Message);
        }
    }

    private long Second() => clock.GetUtcNow().ToUnixTimeSeconds();
}
