using Microsoft.EntityFrameworkCore;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;

namespace Seatmate.Notifications.Mails;

/// <summary>A mail in the mailbox page.</summary>
public sealed record MailDetails(
    long Id,
    string Kind,
    string ToName,
    string ToAddress,
    string Subject,
    string Body,
    DateTimeOffset WrittenAt,
    DateTimeOffset? SentAt
);

/// <summary>The mails that were written, newest first: for admins only, since they hold codes and links.</summary>
public static class ListMails
{
    public static async Task<Page<MailDetails>> Handle(
        PageRequest page,
        SeatmateDb db,
        CancellationToken cancel
    )
    {
        var after = page.AfterId ?? long.MaxValue;
        var mails = await db
            .Mails.AsNoTracking()
            .Where(mail => mail.Id < after)
            .OrderByDescending(mail => mail.Id)
            .Take(page.Limit + 1)
            .Select(m => new MailDetails(
                m.Id,
                m.Kind,
                m.ToName,
                m.ToAddress,
                m.Subject,
                m.Body,
                m.WrittenAt,
                m.SentAt
            ))
            .ToListAsync(cancel);
        return new(mails, page, mail => [mail.Id]);
    }
}
