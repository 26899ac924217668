using Microsoft.EntityFrameworkCore;
using Seatmate.Platform.Database;
using Seatmate.Platform.Outbox;

namespace Seatmate.Notifications.Mails;

/// <summary>Sends a mail, at least once, with the same Message-ID each time; a server that is down is tried again by
/// the outbox; of somebody who has left meanwhile there is none. Without SMTP_URL mails stay in the mailbox
/// page.</summary>
public sealed class SendMailOnMailWritten(SeatmateDb db, Smtp smtp, TimeProvider clock)
    : IOutwardReaction<MailWritten>
{
    public async Task React(MailWritten fact, CancellationToken cancel)
    {
        var mail = await db.Mails.SingleOrDefaultAsync(mail => mail.Id == fact.MailId, cancel);
        if (mail is not { SentAt: null } || !smtp.IsConfigured)
            return;
        await smtp.Send(mail, cancel);
        mail.SentAt = clock.GetUtcNow();
    }
}
