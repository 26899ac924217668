using Npgsql;

namespace Seatmate.Notifications.Mails;

/// <summary>A mail that this process has taken to send.</summary>
public sealed record Letter(
    long Id,
    string MessageId,
    string ToName,
    string ToAddress,
    string Subject,
    string Body,
    string? Html,
    string? UnsubscribeUrl,
    int Attempts
)
{
    public MailAttachment? Attachment { get; init; }
}

/// <summary>The mails that wait, for all processes. Taking one moves its due time on by a lease: no other process takes
/// it meanwhile, and if this one dies it is due again. What was taken is sent, or comes back, or is a dead
/// letter.</summary>
public sealed class MailQueue(NpgsqlDataSource database)
{
    /// <summary>More than it may take to send a mail: two tries of twenty seconds.</summary>
    public const int LeaseSeconds = 60;

    /// <summary>With an hour between the later ones: three days.</summary>
    public const int AttemptsMax = 80;

    /// <summary>What is due, soon of no use, and not sent to many: codes, which somebody waits for. Along
    /// mails_by_due.</summary>
    public const string IsAwaited = "due_at <= now() AND NOT bulk AND stale_at IS NOT NULL";

    /// <summary>Takes at most so many that are due: what is soon of no use first, such as codes, then tickets and the
    /// like, and last what many are sent.</summary>
    public Task<IReadOnlyList<Letter>> Take(int most, bool bulkToo, CancellationToken cancel) =>
        Take(bulkToo ? "due_at <= now()" : "due_at <= now() AND NOT bulk", most, cancel);

    /// <summary>The same of those only that somebody waits for.</summary>
    public Task<IReadOnlyList<Letter>> TakeAwaited(int most, CancellationToken cancel) =>
        Take(IsAwaited, most, cancel);

    private async Task<IReadOnlyList<Letter>> Take(string which, int most, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(
            $"""
            WITH due AS (
                SELECT id FROM notifications.mails WHERE {which}
                ORDER BY bulk, stale_at, due_at LIMIT $1 FOR UPDATE SKIP LOCKED
            )
            UPDATE notifications.mails SET due_at = now() + interval '{LeaseSeconds} seconds', attempts = attempts + 1
            FROM due WHERE mails.id = due.id
            RETURNING mails.id, message_id, to_name, to_address, subject, body, html, unsubscribe_url, attempts,
                stale_at < now() IS TRUE, attachment_name, attachment
            """
        );
        command.Parameters.AddWithValue(most);
        var letters = new List<Letter>();
        var stale = new List<long>();
        await using (var row = await command.ExecuteReaderAsync(cancel))
            while (await row.ReadAsync(cancel))
                if (row.GetBoolean(9))
                    stale.Add(row.GetInt64(0));
                else
                    letters.Add(Read(row));
        foreach (var id in stale)
            await Bury(id, "It was of no use any more when its turn came.", cancel);
        return letters;
    }

    public Task Sent(long id, CancellationToken cancel) =>
        Update("sent_at = now(), due_at = NULL, last_error = NULL", id, null, cancel);

    /// <summary>It is tried again after 4 s, 8 s, 16 s … 1 h, and at last it is a dead letter.</summary>
    public Task PutOff(Letter letter, string error, CancellationToken cancel) =>
        letter.Attempts >= AttemptsMax
            ? Bury(letter.Id, error, cancel)
            : Update(
                "due_at = now() + make_interval(secs => least(3600, power(2, least(attempts, 12) + 1))), last_error = $2",
                letter.Id,
                error,
                cancel
            );

    /// <summary>It is not tried again, unless an admin says so.</summary>
    public Task Bury(long id, string error, CancellationToken cancel) =>
        Update("dead_at = now(), due_at = NULL, last_error = $2", id, error, cancel);

    // A mail that is not waiting any more was finished by somebody else: it stays as they left it.
    private async Task Update(string what, long id, string? error, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(
            $"UPDATE notifications.mails SET {what} WHERE id = $1 AND due_at IS NOT NULL"
        );
        command.Parameters.AddWithValue(id);
        if (error is not null)
            command.Parameters.AddWithValue(error);
        await command.ExecuteNonQueryAsync(cancel);
    }

    private static Letter Read(NpgsqlDataReader row) =>
        new(
            row.GetInt64(0),
            row.GetString(1),
            row.GetString(2),
            row.GetString(3),
            row.GetString(4),
            row.GetString(5),
            row.IsDBNull(6) ? null : row.GetString(6),
            row.IsDBNull(7) ? null : row.GetString(7),
            row.GetInt32(8)
        )
        {
            Attachment = row.IsDBNull(10) ? null : new(row.GetString(10), row.GetFieldValue<byte[]>(11)),
        };
}
