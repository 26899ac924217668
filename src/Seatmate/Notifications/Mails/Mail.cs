using Microsoft.EntityFrameworkCore;
using Seatmate.Accounts.Contracts;
using Seatmate.Platform.Database;
using Seatmate.Platform.Outbox;

namespace Seatmate.Notifications.Mails;

/// <summary>A mail as it was written. Kinds name their cause: the cause's key in the message id makes one mail of it,
/// however often the reaction runs.</summary>
public sealed class Mail
{
    public long Id { get; private set; }
    public required string MessageId { get; init; }
    public required string Kind { get; init; }
    public required long UserId { get; init; }
    public required string ToName { get; init; }
    public required string ToAddress { get; init; }
    public required string Subject { get; init; }
    public required string Body { get; init; }
    public DateTimeOffset WrittenAt { get; private set; }
    public DateTimeOffset? SentAt { get; set; }
}

/// <summary>A mail waits to be sent.</summary>
public sealed record MailWritten(long MailId) : IFact;

public static class MailWriting
{
    /// <summary>Writes a mail within the caller's transaction, unless its cause has been written about already; the
    /// outbox sends it after the commit.</summary>
    public static async Task Write(
        this SeatmateDb db,
        UserContact to,
        string kind,
        string cause,
        string subject,
        string body,
        CancellationToken cancel
    )
    {
        var written = await db
            .Database.SqlQuery<long>(
                $"""
                INSERT INTO notifications.mails (message_id, kind, user_id, to_name, to_address, subject, body)
                VALUES ({$"{kind}.{cause}@seatmate"}, {kind}, {to.Id}, {to.Name}, {to.Email}, {subject}, {body})
                ON CONFLICT ON CONSTRAINT mails_message_id_once DO NOTHING RETURNING id AS "Value"
                """
            )
            .ToListAsync(cancel);
        foreach (var id in written)
            db.Publish(new MailWritten(id));
    }
}
