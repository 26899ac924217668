using Microsoft.EntityFrameworkCore;
using Seatmate.Notifications.Choices;
using Seatmate.Notifications.Notes;
using Seatmate.Platform;
using Seatmate.Platform.Database;

namespace Seatmate.Notifications.Mails;

/// <summary>Tells people what a mail says, in every way that they want: as a note in the app and in their browsers, and
/// by the mail itself.
/// Both are written within the caller's transaction, but for those whose cause has been written about already
/// (mails_message_id_once, notes_cause_once); the queue sends mails after the commit. Without a mail server they are
/// kept to be read.</summary>
public sealed class MailWriter(
    SeatmateDb db,
    NoteWriter notes,
    MailTemplates templates,
    UnsubscribeTokens tokens,
    GuestMailLimits guests,
    Settings settings,
    TimeProvider clock
)
{
    public Task Write(NewMail mail, CancellationToken cancel) => Write([mail], cancel);

    /// <summary>Those of them that their people want, where they want them, and to guests within their
    /// limits.</summary>
    public async Task Write(IReadOnlyCollection<NewMail> all, CancellationToken cancel)
    {
        var wanted = await db.Wanted(all, cancel);
        await notes.Write(all, wanted, cancel);
        var mailed = all.Where(mail => wanted.Has(mail, Channels.Mail)).ToList();
        await WriteMails(await guests.Within(mailed, cancel), cancel);
    }

    private async Task WriteMails(IReadOnlyList<NewMail> mails, CancellationToken cancel)
    {
        if (mails.Count == 0)
            return;
        var now = clock.GetUtcNow();
        var texts = mails
            .Select(mail => templates.Fill(mail.Kind.Name, mail.To.Language, Values(mail)))
            .ToArray();
        DateTimeOffset? dueAt = settings.SmtpUrl is null ? null : now;
        var messageIds = mails.Select(mail => mail.MessageId).ToArray();
        var kinds = mails.Select(mail => mail.Kind.Name).ToArray();
        var userIds = mails.Select(mail => mail.To.UserId).ToArray();
        var names = mails.Select(mail => MailCalendar.OneLine(mail.To.Name)).ToArray();
        var addresses = mails.Select(mail => mail.To.Address).ToArray();
        var languages = mails.Select(mail => mail.To.Language).ToArray();
        var bulk = mails.Select(mail => mail.Kind.IsBulk).ToArray();
        var stale = mails.Select(mail => now + mail.Kind.GoodFor).ToArray();
        var unsubscribeUrls = mails.Select(mail => UnsubscribeUrl(mail)?.AbsoluteUri).ToArray();
        var subjects = texts.Select(text => text.Subject).ToArray();
        var bodies = texts.Select(text => text.Body).ToArray();
        var htmls = texts.Select(text => text.Html).ToArray();
        var fileNames = mails.Select(mail => mail.Attachment?.Name).ToArray();
        var files = mails.Select(mail => mail.Attachment?.Bytes).ToArray();
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO notifications.mails
                (message_id, kind, user_id, to_name, to_address, language, bulk, stale_at, unsubscribe_url, subject, body,
                    html, attachment_name, attachment, due_at)
            SELECT new.*, {dueAt} FROM unnest({messageIds}, {kinds}, {userIds}, {names}, {addresses}, {languages},
                {bulk}, {stale}, {unsubscribeUrls}, {subjects}, {bodies}, {htmls}, {fileNames}, {files}) AS new
            ON CONFLICT ON CONSTRAINT mails_message_id_once DO NOTHING
            """,
            cancel
        );
    }

    private Dictionary<string, object?> Values(NewMail mail) =>
        new(mail.Values, StringComparer.Ordinal)
        {
            ["name"] = mail.To.Name,
            ["home_url"] = settings.PublicUrl,
            ["unsubscribe_url"] = UnsubscribeUrl(mail),
        };

    private Uri? UnsubscribeUrl(NewMail mail) =>
        mail.Kind.IsOptional && mail.To.UserId is { } person
            ? new(settings.PublicUrl, $"/unsubscribe/{tokens.Of(person, mail.Kind.Name)}")
            : null;
}
