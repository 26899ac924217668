using Npgsql;

namespace Seatmate.Notifications.Push;

/// <summary>A note that this process has taken to push to a browser.</summary>
public sealed record WaitingPush(
    long Id,
    long SubscriptionId,
    Uri Endpoint,
    BrowserKeys Keys,
    string Kind,
    string Cause,
    string Details,
    string Link,
    string Language,
    int Attempts,
    TimeSpan Left
);

/// <summary>The pushes that wait, for all processes, as <see cref="Mails.MailQueue"/> has the mails: taking one moves
/// its due time on by a lease. What is of no use any more is dropped when its turn comes: what is stale, and what
/// waits at a browser that is another person's by now.</summary>
public sealed class PushQueue(NpgsqlDataSource database)
{
    private const int LeaseSeconds = 30;

    /// <summary>With delays that double: about a day.</summary>
    private const int AttemptsMax = 16;

    /// <summary>So many in a row, of whatever, and nothing taken there for days: a browser is taken to be gone. Many
    /// at once may as well be our own network.</summary>
    private const int FailuresMax = 50;
    private const int SilentDaysMax = 7;

    public async Task<IReadOnlyList<WaitingPush>> Take(int most, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(
            $"""
            WITH stale AS (
                DELETE FROM notifications.pushes WHERE id IN (
                    SELECT id FROM notifications.pushes WHERE due_at <= now() AND stale_at < now()
                    ORDER BY due_at LIMIT $1 FOR UPDATE SKIP LOCKED)
            ), due AS (
                SELECT id, note_id, subscription_id FROM notifications.pushes
                WHERE due_at <= now() AND stale_at >= now()
                ORDER BY due_at LIMIT $1 FOR UPDATE SKIP LOCKED
            ), wanted AS (
                SELECT due.id, s.id AS subscription_id, s.endpoint, s.p256dh, s.auth, n.kind, n.cause,
                    n.details::text AS details, n.link, u.language
                FROM due JOIN notifications.notes n ON n.id = due.note_id
                JOIN notifications.push_subscriptions s ON s.id = due.subscription_id
                JOIN accounts.users u ON u.id = s.user_id AND u.id = n.user_id
            ), moved AS (
                DELETE FROM notifications.pushes
                WHERE id IN (SELECT id FROM due EXCEPT SELECT id FROM wanted)
            )
            UPDATE notifications.pushes p
            SET due_at = now() + interval '{LeaseSeconds} seconds', attempts = attempts + 1
            FROM wanted w WHERE p.id = w.id
            RETURNING p.id, w.subscription_id, w.endpoint, w.p256dh, w.auth, w.kind, w.cause, w.details, w.link,
                w.language, p.attempts, p.stale_at - now()
            """
        );
        command.Parameters.AddWithValue(most);
        var pushes = new List<WaitingPush>();
        await using var row = await command.ExecuteReaderAsync(cancel);
        while (await row.ReadAsync(cancel))
            pushes.Add(Read(row));
        return pushes;
    }

    public Task Delivered(WaitingPush push, CancellationToken cancel) =>
        Run(
            """
            WITH gone AS (DELETE FROM notifications.pushes WHERE id = $1)
            UPDATE notifications.push_subscriptions SET last_ok_at = now(), failures = 0 WHERE id = $2
            """,
            cancel,
            push.Id,
            push.SubscriptionId
        );

    /// <summary>It is tried again when the push service says, or after 2 s, 4 s, 8 s …, unless that was often
    /// enough.</summary>
    public async Task PutOff(WaitingPush push, TimeSpan? after, CancellationToken cancel)
    {
        var delay = after ?? TimeSpan.FromSeconds(Math.Min(3600, Math.Pow(2, push.Attempts)));
        if (push.Attempts < AttemptsMax)
            await Run(
                "UPDATE notifications.pushes SET due_at = now() + $2 WHERE id = $1",
                cancel,
                push.Id,
                delay
            );
        else
            await Drop(push, cancel);
        await Run(
            "UPDATE notifications.push_subscriptions SET failures = failures + 1 WHERE id = $1",
            cancel,
            push.SubscriptionId
        );
        await Run(
            $"""
            DELETE FROM notifications.push_subscriptions WHERE id = $1 AND failures >= $2
                AND coalesce(last_ok_at, created_at) < now() - interval '{SilentDaysMax} days'
            """,
            cancel,
            push.SubscriptionId,
            FailuresMax
        );
    }

    public Task Drop(WaitingPush push, CancellationToken cancel) =>
        Run("DELETE FROM notifications.pushes WHERE id = $1", cancel, push.Id);

    /// <summary>The browser is gone, and with it what waits for it.</summary>
    public Task Forget(WaitingPush push, CancellationToken cancel) =>
        Run("DELETE FROM notifications.push_subscriptions WHERE id = $1", cancel, push.SubscriptionId);

    private async Task Run(string sql, CancellationToken cancel, params object[] values)
    {
        await using var command = database.CreateCommand(sql);
        foreach (var value in values)
            command.Parameters.AddWithValue(value);
        await command.ExecuteNonQueryAsync(cancel);
    }

    private static WaitingPush Read(NpgsqlDataReader row) =>
        new(
            row.GetInt64(0),
            row.GetInt64(1),
            new(row.GetString(2)),
            new(row.GetFieldValue<byte[]>(3), row.GetFieldValue<byte[]>(4)),
            row.GetString(5),
            row.GetString(6),
            row.GetString(7),
            row.GetString(8),
            row.GetString(9),
            row.GetInt32(10),
            row.GetTimeSpan(11)
        );
}
