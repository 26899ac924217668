using Seatmate.Accounts.Contracts;
using Seatmate.Platform;
using Seatmate.Platform.Time;

namespace Seatmate.Notifications.Mails;

/// <summary>A mail as it was written. It waits while it has a due time; then it was sent, or it is a dead letter
/// (mails_wait_or_sent_or_dead). With none of the three it is only kept to be read.</summary>
public sealed class Mail
{
    public const string Kept = "kept";
    public const string Waiting = "waiting";
    public const string Sent = "sent";
    public const string Dead = "dead";

    public long Id { get; private set; }
    public required string MessageId { get; init; }
    public required string Kind { get; init; }
    public required long? UserId { get; init; }
    public required string ToName { get; init; }
    public required string ToAddress { get; init; }
    public required string Language { get; init; }
    public required string Subject { get; init; }
    public required string Body { get; init; }
    public string? Html { get; init; }
    public string? UnsubscribeUrl { get; init; }
    public bool Bulk { get; init; }
    public string? AttachmentName { get; init; }
    public byte[]? Attachment { get; init; }
    public DateTimeOffset WrittenAt { get; private set; }
    public DateTimeOffset? DueAt { get; set; }
    public int Attempts { get; set; }
    public string? LastError { get; set; }
    public DateTimeOffset? StaleAt { get; init; }
    public DateTimeOffset? SentAt { get; set; }
    public DateTimeOffset? DeadAt { get; set; }
}

/// <summary>Whom a mail is for, and in which language and zone: a person, or a guest without an account.</summary>
public sealed record Recipient(
    long? UserId,
    string Name,
    string Address,
    string Language = Languages.Standard,
    string TimeZone = WallTime.StandardZone
)
{
    public static Recipient Of(UserContact person) =>
        new(person.Id, person.Name, person.Email, person.Language, person.TimeZone);
}

/// <summary>A file that comes with a mail: a PDF.</summary>
public sealed record MailAttachment(string Name, byte[] Bytes);

/// <summary>A mail to be written: the values fill the template of its kind; its cause makes it one of a kind, however
/// often it is written. Moments, days and money are put into words in the recipient's language.</summary>
public sealed record NewMail(
    MailKind Kind,
    Recipient To,
    string Cause,
    IReadOnlyDictionary<string, object?> Values
)
{
    public MailAttachment? Attachment { get; init; }

    public string MessageId => MessageIdOf(Kind, Cause);

    public static string MessageIdOf(MailKind kind, string cause) => $"{kind.Name}.{cause}@seatmate";
}
