using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Seatmate.Platform.Database;
using Seatmate.Platform.Http;

namespace Seatmate.Notifications.Mails;

/// <summary>Which mails to list: kept to be read because there is no mail server, waiting, sent, or dead
/// letters.</summary>
public sealed record MailFilter
{
    [
        FromQuery(Name = "state"),
        AllowedValues(
            null,
            Mail.Kept,
            Mail.Waiting,
            Mail.Sent,
            Mail.Dead,
            ErrorMessage = "A mail is kept, waiting, sent or dead."
        )
    ]
    public string? State { get; init; }
}

/// <summary>A mail in the mailbox page.</summary>
public sealed record MailDetails(
    long Id,
    string Kind,
    string State,
    string ToName,
    string ToAddress,
    string Language,
    string Subject,
    string Body,
    int Attempts,
    string? LastError,
    DateTimeOffset WrittenAt,
    DateTimeOffset? DueAt,
    DateTimeOffset? SentAt,
    DateTimeOffset? DeadAt
);

/// <summary>The mails that were written, newest first; of one state if asked. For admins only, since they hold codes
/// and links.</summary>
public static class ListMails
{
    public static async Task<Page<MailDetails>> Handle(
        [AsParameters] MailFilter filter,
        PageRequest page,
        SeatmateDb db,
        CancellationToken cancel
    )
    {
        var mails = await db
            .Mails.AsNoTracking()
            .InState(filter.State)
            .Before(page.AfterId)
            .Take(page.Limit + 1)
            .Select(m => new MailDetails(
                m.Id,
                m.Kind,
                m.SentAt != null ? Mail.Sent
                    : m.DeadAt != null ? Mail.Dead
                    : m.DueAt != null ? Mail.Waiting
                    : Mail.Kept,
                m.ToName,
                m.ToAddress,
                m.Language,
                m.Subject,
                m.Body,
                m.Attempts,
                m.LastError,
                m.WrittenAt,
                m.DueAt,
                m.SentAt,
                m.DeadAt
            ))
            .ToListAsync(cancel);
        return new(mails, page, mail => [mail.Id]);
    }

    /// <summary>Those of a state; all when none is asked for.</summary>
    public static IQueryable<Mail> InState(this IQueryable<Mail> mails, string? state) =>
        state switch
        {
            Mail.Sent => mails.Where(mail => mail.SentAt != null),
            Mail.Dead => mails.Where(mail => mail.DeadAt != null),
            Mail.Waiting => mails.Where(mail => mail.DueAt != null),
            Mail.Kept => mails.Where(mail =>
                mail.SentAt == null && mail.DeadAt == null && mail.DueAt == null
            ),
            _ => mails,
        };

    public static IQueryable<Mail> SentSince(this IQueryable<Mail> mails, DateTimeOffset since) =>
        mails.Where(mail => mail.SentAt > since);

    /// <summary>Newest first, on from a mail; from the newest when none is named.</summary>
    public static IQueryable<Mail> Before(this IQueryable<Mail> mails, long? id) =>
        mails.Where(mail => mail.Id < (id ?? long.MaxValue)).OrderByDescending(mail => mail.Id);
}

/// <summary>The same for whoever develops (<see cref="DevelopmentMailbox"/>).</summary>
public static class ListDevelopmentMails
{
    public static async Task<Results<Page<MailDetails>, Problem>> Handle(
        PageRequest page,
        HttpContext context,
        DevelopmentMailbox mailbox,
        SeatmateDb db,
        CancellationToken cancel
    ) =>
        mailbox.IsOpenTo(context)
            ? await ListMails.Handle(new(), page, db, cancel)
            : DevelopmentMailbox.Closed();
}
