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
    public required long? UserId { get; init; }
    public required string ToName { get; init; }
    public required string ToAddress { get; init; }
    public required string Subject { get; init; }
    public required string Body { get; init; }
    public DateTimeOffset WrittenAt { get; private set; }
    public DateTimeOffset? SentAt { get; set; }
}

/// <summary>A mail waits to be sent.</summary>
public sealed record MailWritten(long MailId) : IFact;

/// <summary>Whom a mail is for: a person, or a guest without an account.</summary>
public sealed record Recipient(long? UserId, string Name, string Address)
{
    public static Recipient Of(UserContact person) => new(person.Id, person.Name, person.Email);
}

/// <summary>A mail to be written. Its kind names the reaction, its cause makes it one of a kind.</summary>
public sealed record NewMail(Recipient To, string Kind, string Cause, string Subject, string Body)
{
    public string MessageId => $"{Kind}.{Cause}@seatmate";
}

public static class MailWriting
{
    /// <summary>Writes mails within the caller's transaction, but for those whose cause has been written about
    /// already; the outbox sends them after the commit.</summary>
    public static async Task Write(
        this SeatmateDb db,
        IReadOnlyCollection<NewMail> mails,
        CancellationToken cancel
    )
    {
        var messageIds = mails.Select(mail => mail.MessageId).ToArray();
        var kinds = mails.Select(mail => mail.Kind).ToArray();
        var userIds = mails.Select(mail => mail.To.UserId).ToArray();
        var names = mails.Select(mail => mail.To.Name).ToArray();
        var addresses = mails.Select(mail => mail.To.Address).ToArray();
        var subjects = mails.Select(mail => mail.Subject).ToArray();
        var bodies = mails.Select(mail => mail.Body).ToArray();
        var written = await db
            .Database.SqlQuery<long>(
                $"""
                INSERT INTO notifications.mails (message_id, kind, user_id, to_name, to_address, subject, body)
                SELECT * FROM unnest({messageIds}, {kinds}, {userIds}, {names}, {addresses}, {subjects}, {bodies})
                ON CONFLICT ON CONSTRAINT mails_message_id_once DO NOTHING RETURNING id AS "Value"
                """
            )
            .ToListAsync(cancel);
        foreach (var id in written)
            db.Publish(new MailWritten(id));
    }
}
