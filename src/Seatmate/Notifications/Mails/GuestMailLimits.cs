using Microsoft.EntityFrameworkCore;
using Seatmate.Platform;
using Seatmate.Platform.Database;

namespace Seatmate.Notifications.Mails;

/// <summary>Bounds what anybody can have mailed to an address by ordering as its guest, cancelling and ordering again:
/// so many mails of a kind a day. What is more is not mailed but noted in the audit; the order stands, and its page
/// shows the tickets. Reactions that run at the same moment do not see what the other writes: for a moment there may be
/// some more.</summary>
public sealed class GuestMailLimits(SeatmateDb db, TimeProvider clock)
{
    public const int PerDayMax = 50;

    private static readonly TimeSpan Counts = TimeSpan.FromDays(1);

    /// <summary>What whoever orders causes; the others are an organiser's, or have bounds of their own.</summary>
    private static readonly string[] Kinds =
    [
        MailKinds.Tickets.Name,
        MailKinds.Invoice.Name,
        MailKinds.BookingCancelled.Name,
    ];

    /// <summary>Those of the mails that may be written.</summary>
    public async Task<IReadOnlyList<NewMail>> Within(IReadOnlyList<NewMail> mails, CancellationToken cancel)
    {
        var addresses = mails.Where(IsBounded).Select(mail => mail.To.Address).Distinct().ToArray();
        if (addresses.Length == 0)
            return mails;
        var lately = await Lately(addresses, cancel);
        var within = new List<NewMail>(mails.Count);
        foreach (var mail in mails)
        {
            if (!IsBounded(mail) || Count(mail, lately) <= PerDayMax)
                within.Add(mail);
            else
                db.Note(null, "notifications.mail_withheld", $"mail:{mail.Kind.Name}.{mail.Cause}");
        }
        await db.SaveChangesAsync(cancel);
        return within;
    }

    private static bool IsBounded(NewMail mail) => mail.To.UserId is null && Kinds.Contains(mail.Kind.Name);

    private static int Count(NewMail mail, Dictionary<(string, string), int> lately)
    {
        var key = (mail.To.Address, mail.Kind.Name);
        return lately[key] = lately.GetValueOrDefault(key) + 1;
    }

    private Task<Dictionary<(string, string), int>> Lately(string[] addresses, CancellationToken cancel)
    {
        var since = clock.GetUtcNow() - Counts;
        return db
            .Mails.Where(mail => mail.UserId == null && addresses.Contains(mail.ToAddress))
            .Where(mail => Kinds.Contains(mail.Kind) && mail.WrittenAt > since)
            .GroupBy(mail => new { mail.ToAddress, mail.Kind })
            .Select(group => new
            {
                group.Key.ToAddress,
                group.Key.Kind,
                Mails = group.Count(),
            })
            .ToDictionaryAsync(row => (row.ToAddress, row.Kind), row => row.Mails, cancel);
    }
}
