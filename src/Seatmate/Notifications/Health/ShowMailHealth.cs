using System.Net.Mail;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Seatmate.Notifications.Mails;
using Seatmate.Platform;
using Seatmate.Platform.Database;

namespace Seatmate.Notifications.Health;

/// <summary>A mail that failed last, and why.</summary>
public sealed record MailTrouble(
    long Id,
    string Kind,
    string ToAddress,
    int Attempts,
    bool Dead,
    string Error
);

/// <summary>How mails fare: where they go, what proves that they are ours, what waits, and what went wrong
/// last.</summary>
public sealed record MailHealth(
    string From,
    string? Server,
    IReadOnlyList<SenderProof> Proofs,
    int Waiting,
    int Dead,
    int SentToday,
    DateTimeOffset? OldestDueAt,
    IReadOnlyList<MailTrouble> Troubles
);

/// <summary>For admins. The records of the sender's domain are asked for each time: who mends one sees it.</summary>
public static class ShowMailHealth
{
    private const int TroublesMax = 10;
    private static readonly TimeSpan Today = TimeSpan.FromDays(1);

    public static async Task<Ok<MailHealth>> Handle(
        SeatmateDb db,
        Settings settings,
        DnsText dns,
        TimeProvider clock,
        CancellationToken cancel
    )
    {
        var since = clock.GetUtcNow() - Today;
        var waiting = db.Mails.AsNoTracking().Where(mail => mail.DueAt != null);
        var troubles = await db
            .Mails.AsNoTracking()
            .Where(mail => mail.LastError != null && (mail.DueAt != null || mail.DeadAt != null))
            .OrderByDescending(mail => mail.Id)
            .Take(TroublesMax)
            .Select(m => new MailTrouble(
                m.Id,
                m.Kind,
                m.ToAddress,
                m.Attempts,
                m.DeadAt != null,
                m.LastError!
            ))
            .ToListAsync(cancel);
        return TypedResults.Ok(
            new MailHealth(
                settings.MailFrom,
                settings.SmtpUrl is { } server ? server.Authority : null,
                await Proofs(settings, dns, cancel),
                await waiting.CountAsync(cancel),
                await db.Mails.CountAsync(mail => mail.DeadAt != null, cancel),
                await db.Mails.SentSince(since).CountAsync(cancel),
                await waiting.MinAsync(mail => mail.DueAt, cancel),
                troubles
            )
        );
    }

    private static async Task<IReadOnlyList<SenderProof>> Proofs(
        Settings settings,
        DnsText dns,
        CancellationToken cancel
    )
    {
        var domain = new MailAddress(settings.MailFrom).Host;
        if (!domain.Contains('.', StringComparison.Ordinal))
            return [SenderProof.Homeless("SPF"), SenderProof.Homeless("DKIM"), SenderProof.Homeless("DMARC")];
        var key = settings.DkimSelector is { } selector ? $"{selector}._domainkey.{domain}" : null;
        var asked = await Task.WhenAll(
            dns.Find(domain, cancel),
            key is null ? Task.FromResult<IReadOnlyList<string>?>(null) : dns.Find(key, cancel),
            dns.Find($"_dmarc.{domain}", cancel)
        );
        return
        [
            SenderProof.Spf(domain, asked[0]),
            SenderProof.Dkim(key, asked[1]),
            SenderProof.Dmarc(domain, asked[2]),
        ];
    }
}
